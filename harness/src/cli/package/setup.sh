#!/usr/bin/env bash
# Prepares the machine of a Gradescope autograder: the languages that students may use. Take away what nobody needs.
set -euo pipefail

apt-get update -q
apt-get install -qy --no-install-recommends \
    python3 gcc g++ libc6-dev make default-jdk-headless nodejs tzdata iproute2

# The harness was built elsewhere: say now if it cannot run here, and not when students hand in.
/autograder/source/harness --version
/autograder/source/harness doctor || true
