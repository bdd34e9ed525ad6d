#include <string.h>

#include "agent/watch.h"

/* What wire/messages.def says above `record wrap`, in this order. */
static bool
wrap_for(const struct watch *watch, const struct watch_series *series, const struct watch_lease *lease,
	struct message_wrap *wrap)
{
	static const uint8_t nonce[12];
	uint8_t ephemeral[SEAL_KEY_BYTES], shared[SEAL_KEY_BYTES], wrapping[SEAL_KEY_BYTES];
	uint8_t proof[MESSAGE_KEY_PROOF_BYTES_MAX];
	struct message_key_proof said = { .lease = lease->terms.lease };
	seal_random(ephemeral, sizeof ephemeral);
	*wrap = (struct message_wrap){ .lease = lease->terms.lease };
	memcpy(wrap->nonce, lease->terms.nonce, sizeof wrap->nonce);
	seal_agree_public(ephemeral, wrap->ephemeral);
	memcpy(said.nonce, wrap->nonce, sizeof said.nonce);
	memcpy(said.page_key, lease->terms.page_key, sizeof said.page_key);
	memcpy(said.ephemeral, wrap->ephemeral, sizeof said.ephemeral);
	struct message_writer out = message_writer(proof, sizeof proof);
	message_key_proof_put(&out, &said);
	memcpy(wrap->wrapped, series->key, SEAL_KEY_BYTES);
	bool good = !out.failed &&
		seal_sign(watch->identity->seed, watch->identity->public_key, MESSAGE_KEY_PROOF_LABEL,
			message_written(&out), wrap->signature) &&
		seal_agree(ephemeral, lease->terms.page_key, shared) &&
		seal_wrapping_key(shared, lease->terms.nonce, lease->terms.lease, wrapping) &&
		seal_close(wrapping, nonce, (struct message_bytes){ 0 }, wrap->wrapped, SEAL_KEY_BYTES,
			wrap->wrapped + SEAL_KEY_BYTES);
	seal_forget(ephemeral, sizeof ephemeral);
	seal_forget(shared, sizeof shared);
	seal_forget(wrapping, sizeof wrapping);
	if (!good)
		seal_forget(wrap, sizeof *wrap);
	return good;
}

/* Leases whose look is on record on both sides; the others have no right to a picture yet. */
static size_t
wraps_of(const struct watch *watch, const struct watch_series *series,
	struct message_wrap wraps[WATCH_LEASES_MAX])
{
	size_t count = 0;
	for (int i = 0; i < WATCH_LEASES_MAX; i++) {
		const struct watch_lease *lease = &watch->leases[i];
		if (watch_may_see(watch, lease) && &watch->series[lease->terms.kind] == series &&
			wrap_for(watch, series, lease, &wraps[count]))
			count++;
	}
	return count;
}

/* The sealed part is the last of its message: it is sealed where it stands. */
static bool
seal_and_send(struct watch *watch, const struct watch_series *series, struct message_writer *out,
	uint32_t sequence, size_t sealed_length)
{
	uint8_t nonce[12] = { 0 };
	for (int i = 0; i < 4; i++)
		nonce[8 + i] = (uint8_t)(sequence >> (24 - 8 * i));
	size_t length = sealed_length - SEAL_TAG_BYTES;
	uint8_t *text = out->at + out->length - sealed_length;
	if (!seal_close(series->key, nonce, (struct message_bytes){ out->at, MESSAGE_HEAD_BYTES }, text,
		    length, text + length)) {
		seal_forget(text, length);
		return false;
	}
	return watch->out.send(watch->out.context, message_written(out));
}

/* For the screen as it is: another resolution is another picture, which begins whole. */
static bool
make_ready(struct watch *watch, struct watch_series *series)
{
	unsigned width, height;
	screen_size(watch->screen, &width, &height);
	if (series->ready && width == series->width && height == series->height)
		return true;
	picture_finish(&series->picture);
	series->ready = picture_init(&series->picture, (enum message_kind)(series - watch->series), width,
		height);
	series->width = width;
	series->height = height;
	series->whole = true;
	return series->ready;
}

enum picture_made
watch_send_picture(struct watch *watch, struct watch_series *series, const struct indicator_shown *shown)
{
	if (!make_ready(watch, series))
		return PICTURE_NONE;
	bool whole = series->whole;
	struct message_bytes text;
	struct screen_area changed = { 0 };
	screen_add_changed(watch->screen, &changed);
	for (int kind = 0; kind < MESSAGE_KIND_WORDS; kind++) /* each series looks at its own pace */
		screen_area_join(&watch->series[kind].changed, changed);
	if (!whole && screen_area_is_empty(series->changed))
		return PICTURE_SAME;
	changed = series->changed;
	series->changed = (struct screen_area){ 0 };
	enum picture_made made = picture_take(&series->picture, &watch->room, watch->screen, shown,
		watch->mark, whole, changed, &text);
	if (made == PICTURE_NO_INDICATOR || made == PICTURE_NONE)
		series->changed = SCREEN_ALL;
	if (made != PICTURE_MADE)
		return made;
	if (watch_is_stale(watch)) { /* the lease may be over by now */
		seal_forget(watch->room.text, text.length);
		series->whole = true;
		return PICTURE_NONE;
	}
	uint32_t sequence = watch->out.sequence(watch->out.context);
	size_t sealed_length = text.length + SEAL_TAG_BYTES;
	struct message_bytes sealed = { text.at,
		sealed_length }; /* the tag's bytes are room->text's rest, to be overwritten */
	struct message_writer out = message_writer(watch->message,
		MESSAGE_HEAD_BYTES + MESSAGE_FRAME_KEY_BYTES_MAX);
	struct message_wrap wraps[WATCH_LEASES_MAX];
	bool written;
	if (whole)
		written = message_frame_key_encode(&out, sequence, series->leader,
			&(struct message_frame_key){
				.wraps = { .at = wraps, .count = wraps_of(watch, series, wraps) },
				.sealed = sealed });
	else
		written = message_frame_tiles_encode(&out, sequence, series->leader,
			&(struct message_frame_tiles){ .sealed = sealed });
	seal_forget(watch->room.text, text.length);
	if (!written || !seal_and_send(watch, series, &out, sequence, sealed_length)) {
		series->whole = true;
		return PICTURE_NONE;
	}
	series->whole = false;
	return PICTURE_MADE;
}
