#!/usr/bin/env bash
# Grades a class with a Slurm array, one part a task, and puts the parts together when all are through:
#   docs/jobs/slurm-array.sh time-echo class/ results/ 4
# The last number is how many parts there are. Options of sbatch go into SBATCH_OPTIONS.
set -euo pipefail

if (($# < 4)); then
    echo "usage: $0 EXERCISE... CLASS_DIR OUT_DIR PARTS" >&2
    exit 2
fi
parts=${*: -1}
out=$(realpath -m -- "${*: -2:1}")
class=$(realpath -- "${*: -3:1}")
exercises=("${@:1:$#-3}")
harness=$(command -v "${HARNESS:-harness}")
mkdir -p "$out"
read -ra options <<<"${SBATCH_OPTIONS:-}"

# Every part must draw the same values: the number of the array is the seed that all its tasks know.
array=$(sbatch --parsable "${options[@]}" --job-name=grade --array="1-$parts" --output="$out/part-%a.log" \
    --wrap="$(printf '%q ' "$harness" grade "${exercises[@]}" "$class") --shard auto --seed \$SLURM_ARRAY_JOB_ID --out $(printf '%q' "$out")/part-\$SLURM_ARRAY_TASK_ID")
folders=()
for ((part = 1; part <= parts; part++)); do folders+=("$out/part-$part"); done
# A part with a fault ends with 3 and is still to be put together, so: after any end.
sbatch --parsable "${options[@]}" --job-name=merge --dependency="afterany:$array" --output="$out/merge.log" \
    --wrap="$(printf '%q ' "$harness" merge --out "$out" "${folders[@]}")"
