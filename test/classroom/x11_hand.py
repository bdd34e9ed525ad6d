#!/usr/bin/env python3
"""What another client of a pupil's X server may do:
x11_hand.py cut WINDOW  cuts all out of a window but its lower rows
x11_hand.py storm       windows that come on top and are gone at once"""
import ctypes
import sys

x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x.XOpenDisplay(None))
x.XDefaultRootWindow.restype = x.XCreateSimpleWindow.restype = ctypes.c_ulong


class Rectangle(ctypes.Structure):
    _fields_ = [("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort), ("height", ctypes.c_ushort)]


def cut(window):
    """The mark of agent/linux/indicator.c is in the last 12 rows."""
    root, at, size = ctypes.c_ulong(), (ctypes.c_int * 2)(), (ctypes.c_uint * 4)()
    step = ctypes.sizeof(ctypes.c_uint)
    x.XGetGeometry(display, ctypes.c_ulong(window), ctypes.byref(root), ctypes.byref(at), ctypes.byref(at, 4),
                   *(ctypes.byref(size, i * step) for i in range(4)))
    left = Rectangle(0, size[1] - 12, size[0], 12)
    ctypes.CDLL("libXext.so.6").XShapeCombineRectangles(display, ctypes.c_ulong(window), 0, 0, 0, ctypes.byref(left), 1, 0, 0)
    x.XSync(display, 0)


def storm():
    class Attributes(ctypes.Structure):
        _fields_ = [("before", ctypes.c_byte * 88), ("override_redirect", ctypes.c_int), ("after", ctypes.c_byte * 20)]
    above = Attributes(override_redirect=1)
    root = ctypes.c_ulong(x.XDefaultRootWindow(display))
    while True:
        window = ctypes.c_ulong(x.XCreateSimpleWindow(display, root, 0, 0, 40, 40, 0, 0, 0))
        x.XChangeWindowAttributes(display, window, ctypes.c_ulong(1 << 9), ctypes.byref(above))
        x.XMapRaised(display, window)
        x.XSync(display, 0)
        x.XDestroyWindow(display, window)
        x.XSync(display, 0)


if sys.argv[1] == "cut":
    cut(int(sys.argv[2]))
else:
    storm()
