#!/usr/bin/env python3
"""Makes the faces that the binary carries, from registry packages.

    mkdir archives && cd archives
    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
    apt-get download fonts-lxgw-wenkai=1.250+repack-1 unicode-data=15.0.0-1   # Debian 12
    pip install fonttools==4.68.0
    python3 fonts/make.py archives

Every archive is checked against the sum below before it is opened, and the same archives
give the same bytes. Which characters are kept, and why, is said at `wanted`; what is done
to a face, at `FACES`.
"""

import bz2
import hashlib
import io
import lzma
import pathlib
import sys
import tarfile

from fontTools import subset
from fontTools.ttLib import TTFont

SUMS = {
    "expo-google-fonts-noto-serif-sc-0.4.3.tgz": "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    "expo-google-fonts-noto-sans-sc-0.4.3.tgz": "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    "fonts-lxgw-wenkai_1.250+repack-1_all.deb": "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    "unicode-data_15.0.0-1_all.deb": "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
}

# Output, archive, member, character sets, new family name.
#
# LXGW and 霞鹜 are Reserved Font Names, and a subset is a Modified Version in the sense of
# the OFL: the kai must not carry them. Noto's names are not reserved.
FACES = [
    ("NotoSerifSC-Regular.ttf", "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
     "package/400Regular/NotoSerifSC_400Regular.ttf", "base big5 jis", None),
    ("NotoSerifSC-Bold.ttf", "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
     "package/700Bold/NotoSerifSC_700Bold.ttf", "base big5 jis", None),
    ("NotoSansSC-Medium.ttf", "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
     "package/500Medium/NotoSansSC_500Medium.ttf", "base big5 jis", None),
    ("BriefpackKai-Regular.ttf", "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
     "./usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "base",
     "Briefpack Kai"),
]

LICENCES = [
    ("OFL-NotoSerifSC.txt", "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
     "package/LICENSE_FONT"),
    ("OFL-NotoSansSC.txt", "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
     "package/LICENSE_FONT"),
    ("OFL-BriefpackKai.txt", "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
     "./usr/share/doc/fonts-lxgw-wenkai/copyright"),
]

# Quotation marks, dash and ellipsis of the kai are made for Latin text (0.35 em). Left
# out, they come from the 宋, where they fill their cells.
NOT_IN_KAI = set(map(ord, "“”‘’—…"))

# Nothing is set vertically.
VERTICAL = {"vert", "vrt2", "vhal", "vpal", "vkrn", "vchw", "aalt", "hist", "ruby"}


def members(archive):
    """The files of a .tgz or .deb by name."""
    data = archive.read_bytes()
    got = hashlib.sha256(data).hexdigest()
    if got != SUMS[archive.name]:
        sys.exit(f"{archive.name}: sha256 is {got}, not {SUMS[archive.name]}")
    if archive.suffix == ".deb":
        data = deb_data(data)
    tar = tarfile.open(fileobj=io.BytesIO(data))
    return {m.name: tar.extractfile(m).read() for m in tar if m.isfile()}


def deb_data(deb):
    """`data.tar` of a Debian package, which is an `ar` archive."""
    at = 8
    while at < len(deb):
        name = deb[at:at + 16].decode().strip().rstrip("/")
        size = int(deb[at + 48:at + 58])
        if name.startswith("data.tar"):
            return lzma.decompress(deb[at + 60:at + 60 + size])
        at += 60 + size + size % 2
    sys.exit("no data.tar in the package")


def double_byte(codec, leads, trails):
    """The characters that a double-byte encoding has in these rows and cells."""
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found |= set(map(ord, bytes([lead, trail]).decode(codec)))
            except UnicodeDecodeError:
                pass
    return found


def wanted(unihan):
    """Character sets by name.

    base   通用规范汉字表 (8105, Unihan's kTGH), GB 2312, and the signs of office texts
    big5   the 5 401 common characters of Big5: names and quotations in 繁體
    jis    the 2 965 common kanji of JIS X 0208
    """
    table = set()
    for line in bz2.decompress(unihan).decode().splitlines():
        cells = line.split("\t")
        if len(cells) > 2 and cells[1] == "kTGH":
            table.add(int(cells[0][2:], 16))
    assert len(table) == 8105
    signs = set()
    for first, last in [
        (0x20, 0x17F), (0x18F, 0x192), (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x2B0, 0x2FF),
        (0x300, 0x36F), (0x391, 0x3C9), (0x401, 0x451),  # Latin, pinyin, Greek, Cyrillic
        (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209C), (0x20A0, 0x20BF),
        (0x2100, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF),
        (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x266F), (0x2700, 0x27BF),
        (0x2E3A, 0x2E3B), (0x2F00, 0x2FD5), (0x3000, 0x30FF), (0x3105, 0x312F),
        (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3200, 0x33FF), (0xFE10, 0xFE1F),
        (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x3131, 0x318E),
    ]:
        signs |= set(range(first, last + 1))
    every = range(0xA1, 0xFF)
    return {
        "base": table | double_byte("gb2312", every, every) | signs,
        "big5": double_byte("big5", range(0xA4, 0xC7), range(0x40, 0xFF)),
        "jis": double_byte("euc_jp", range(0xB0, 0xD0), every),
    }


def make(data, characters, family):
    """One face with these characters, without hints and vertical metrics."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    if "GlyphOrder" in font:
        del font["GlyphOrder"]
    options = subset.Options()
    options.layout_features = sorted(features(font) - VERTICAL)
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.drop_tables += ["vhea", "vmtx", "STAT", "gasp", "prep"]
    tool = subset.Subsetter(options)
    tool.populate(unicodes=characters)
    tool.subset(font)
    if family:
        rename(font, family)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), len(font.getBestCmap())


def features(font):
    """The names of all features of a font."""
    return {
        record.FeatureTag
        for tag in ("GSUB", "GPOS") if tag in font
        for record in font[tag].table.FeatureList.FeatureRecord
    }


def rename(font, family):
    """Gives a font a new family name; its copyright and licence stay."""
    plain = family.replace(" ", "")
    for record in font["name"].names:
        new = {1: family, 3: f"{plain}-Regular", 4: family, 6: f"{plain}-Regular",
               16: family}.get(record.nameID)
        if new:
            record.string = new


def main():
    archives = pathlib.Path(sys.argv[1])
    here = pathlib.Path(__file__).parent
    opened = {name: members(archives / name) for name in SUMS}
    unihan = opened["unicode-data_15.0.0-1_all.deb"]
    sets = wanted(unihan["./usr/share/unicode/Unihan_OtherMappings.txt.bz2"])
    total = 0
    for name, archive, member, which, family in FACES:
        characters = set().union(*(sets[one] for one in which.split()))
        if family:
            characters -= NOT_IN_KAI
        data, count = make(opened[archive][member], characters, family)
        (here / name).write_bytes(data)
        total += len(data)
        print(f"{hashlib.sha256(data).hexdigest()}  {name}  {len(data):>8}  {count}")
    for name, archive, member in LICENCES:
        (here / name).write_bytes(opened[archive][member])
    print(f"{total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
