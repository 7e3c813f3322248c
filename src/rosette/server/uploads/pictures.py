"""Pictures: decoded once and written anew, so that places, names and hidden data in them are gone."""

from __future__ import annotations

import io
import warnings

from rosette.kernel import Problems


def cleaned_picture(name: str, data: bytes, *, kind: str, most_pixels: int, problems: Problems) -> bytes:
    """The picture without metadata; notes when it cannot be decoded or is too large to be."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=[kind.upper()])
            if picture.width * picture.height > most_pixels:
                found = f"the picture has {picture.width} x {picture.height} points"
                problems.add(name, found=found, wanted=f"at most {most_pixels:,} in all", remedy="Save it smaller.")
                return data
            turned = ImageOps.exif_transpose(picture) or picture
            turned.load()
    except Image.DecompressionBombError:
        problems.add(name, found="the picture has far too many points", remedy="Save it smaller.")
        return data
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        problems.add(name, found="the picture cannot be decoded", remedy="Save it again.")
        return data
    out = io.BytesIO()
    bare = Image.new(turned.mode, turned.size)
    bare.paste(turned)
    if turned.mode == "P":
        bare.putpalette(turned.getpalette() or [])
    bare.save(out, format=kind.upper(), **({"quality": 92} if kind == "jpeg" else {}))
    return out.getvalue()
