/* turn_screen WIDTH HEIGHT MS: gives the screen of Windows another size for so long, as somebody does who
 * turns a tablet or plugs in a projector. Ends with 0 when the system took it. */
#include <stdlib.h>

#include <windows.h>

int
main(int count, char **words)
{
	if (count != 4)
		return 2;
	DEVMODEW wished = { .dmSize = sizeof wished,
		.dmPelsWidth = (DWORD)atoi(words[1]),
		.dmPelsHeight = (DWORD)atoi(words[2]),
		.dmFields = DM_PELSWIDTH | DM_PELSHEIGHT };
	if (ChangeDisplaySettingsW(&wished, 0) != DISP_CHANGE_SUCCESSFUL)
		return 1;
	Sleep((DWORD)atoi(words[3]));
	return 0;
}
