#!/bin/sh
# Makes packages/gateway/assets/pattern.flv, the test pattern that `npm run demo` publishes: 4 s that loop without a seam,
# a keyframe every second, no B-frames. Needs FFmpeg; run it only to change the picture.
set -eu
cd "$(dirname "$0")/.."
ffmpeg -y -v error \
  -f lavfi -i "testsrc2=size=480x270:rate=25:duration=4" \
  -f lavfi -i "sine=frequency=440:beep_factor=2:sample_rate=44100:duration=4" \
  -c:v libx264 -preset veryslow -profile:v main -pix_fmt yuv420p -bf 0 -g 25 -keyint_min 25 -sc_threshold 0 \
  -b:v 400k -maxrate 400k -bufsize 400k -c:a aac -b:a 64k -ac 1 -shortest \
  -flvflags no_duration_filesize -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
  packages/gateway/assets/pattern.flv
