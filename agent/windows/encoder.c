#define COBJMACROS
#include "agent/windows/windows.h"

#include <stdlib.h>
#include <wincodec.h>

/*
 * The JPEG encoder of Windows (WIC), writing into memory of ours. WIC takes
 * 24 bits a pixel for JPEG, so rows are narrowed on the way in.
 */
struct encoder {
	IWICImagingFactory *factory;
	IWICStream *stream;
	IWICBitmapEncoder *encoder;
	IWICBitmapFrameEncode *frame;
	BYTE *rows;
	unsigned width, most;
};

struct encoder *
encoder_create(void)
{
	struct encoder *encoder = calloc(1, sizeof *encoder);
	if (!encoder)
		return NULL;
	HRESULT started = CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
	if ((SUCCEEDED(started) || started == RPC_E_CHANGED_MODE) &&
		SUCCEEDED(CoCreateInstance(&CLSID_WICImagingFactory, NULL, CLSCTX_INPROC_SERVER,
			&IID_IWICImagingFactory, (void **)&encoder->factory)))
		return encoder;
	free(encoder);
	return NULL;
}

static void
let_go(struct encoder *encoder)
{
	if (encoder->frame)
		IWICBitmapFrameEncode_Release(encoder->frame);
	if (encoder->encoder)
		IWICBitmapEncoder_Release(encoder->encoder);
	if (encoder->stream)
		IWICStream_Release(encoder->stream);
	encoder->frame = NULL;
	encoder->encoder = NULL;
	encoder->stream = NULL;
}

void
encoder_destroy(struct encoder *encoder)
{
	if (!encoder)
		return;
	let_go(encoder);
	IWICImagingFactory_Release(encoder->factory);
	free(encoder->rows);
	free(encoder);
}

/* Quality 50 and 4:2:0, as on Linux. */
static HRESULT
set_options(IPropertyBag2 *bag)
{
	PROPBAG2 options[] = { { .pstrName = (LPOLESTR)L"ImageQuality" },
		{ .pstrName = (LPOLESTR)L"JpegYCrCbSubsampling" } };
	VARIANT values[] = { { .vt = VT_R4 }, { .vt = VT_UI1 } };
	values[0].fltVal = 0.5f;
	values[1].bVal = WICJpegYCrCbSubsampling420;
	HRESULT done = IPropertyBag2_Write(bag, 1, &options[0], &values[0]);
	(void)IPropertyBag2_Write(bag, 1, &options[1], &values[1]); /* the default where it is not known */
	return done;
}

bool
encoder_begin(struct encoder *encoder, unsigned width, unsigned height, uint8_t *to, size_t room)
{
	IPropertyBag2 *bag = NULL;
	WICPixelFormatGUID format = GUID_WICPixelFormat24bppBGR;
	let_go(encoder);
	encoder->width = width;
	bool good = SUCCEEDED(IWICImagingFactory_CreateStream(encoder->factory, &encoder->stream)) &&
		SUCCEEDED(IWICStream_InitializeFromMemory(encoder->stream, to, (DWORD)room)) &&
		SUCCEEDED(IWICImagingFactory_CreateEncoder(encoder->factory, &GUID_ContainerFormatJpeg, NULL,
			&encoder->encoder)) &&
		SUCCEEDED(IWICBitmapEncoder_Initialize(encoder->encoder, (IStream *)encoder->stream,
			WICBitmapEncoderNoCache)) &&
		SUCCEEDED(IWICBitmapEncoder_CreateNewFrame(encoder->encoder, &encoder->frame, &bag)) &&
		SUCCEEDED(set_options(bag)) &&
		SUCCEEDED(IWICBitmapFrameEncode_Initialize(encoder->frame, bag)) &&
		SUCCEEDED(IWICBitmapFrameEncode_SetSize(encoder->frame, width, height)) &&
		SUCCEEDED(IWICBitmapFrameEncode_SetPixelFormat(encoder->frame, &format)) &&
		IsEqualGUID(&format, &GUID_WICPixelFormat24bppBGR);
	if (bag)
		IPropertyBag2_Release(bag);
	return good;
}

bool
encoder_rows(struct encoder *encoder, const uint8_t *pixels, size_t stride, unsigned rows)
{
	unsigned narrow = (encoder->width * 3 + 3) & ~3u;
	if (narrow * rows > encoder->most) {
		BYTE *more = realloc(encoder->rows, (size_t)narrow * rows);
		if (!more)
			return false;
		encoder->rows = more;
		encoder->most = narrow * rows;
	}
	for (unsigned y = 0; y < rows; y++) {
		const uint8_t *from = pixels + y * stride;
		BYTE *to = encoder->rows + (size_t)y * narrow;
		for (unsigned x = 0; x < encoder->width; x++, from += 4, to += 3) {
			to[0] = from[0];
			to[1] = from[1];
			to[2] = from[2];
		}
	}
	return SUCCEEDED(IWICBitmapFrameEncode_WritePixels(encoder->frame, rows, narrow, narrow * rows,
		encoder->rows));
}

size_t
encoder_end(struct encoder *encoder)
{
	ULARGE_INTEGER length = { .QuadPart = 0 };
	LARGE_INTEGER nowhere = { .QuadPart = 0 };
	bool good = SUCCEEDED(IWICBitmapFrameEncode_Commit(encoder->frame)) &&
		SUCCEEDED(IWICBitmapEncoder_Commit(encoder->encoder)) &&
		SUCCEEDED(IWICStream_Seek(encoder->stream, nowhere, STREAM_SEEK_CUR, &length));
	let_go(encoder);
	return good ? (size_t)length.QuadPart : 0;
}
