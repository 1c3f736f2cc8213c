#!/bin/bash
# Backups in Docker Compose: docs/backups.md says how to use them.
#
#   backup.sh nightly          dump now and every night; delete old dumps; list who left
#   backup.sh dump             dump once
#   backup.sh restore FILE     put a dump in place of what is in the database
#
# /backups holds the dumps, and beside them `left`: people who deleted their data, as number and
# time of joining. A restore deletes them again. Wants BACKUP_DAYS, and the owner's address in
# /run/keys/url.
set -euo pipefail
shopt -s nullglob
cd /backups
url=$(cat /run/keys/url)

query() { psql "$url" --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"; }

people() { query --command 'SELECT id, extract(epoch FROM joined_at) FROM people' | LC_ALL=C sort; }

# Another database, empty after a loss, is not one that everybody left.
database() {
    query --command "SELECT system_identifier || '-' || oid FROM pg_control_system(), pg_database
        WHERE datname = current_database()"
}

# Who was here at the last look and is not now has left.
note_who_left() {
    database >database.now && people >now || return 1
    if [ -e here ] && cmp -s database database.now; then
        LC_ALL=C comm -23 here now | sed "s/$/|$(date +%s)/" >>left
    fi
    mv database.now database
    mv now here
}

dump() {
    local since=$(($(date +%s) - BACKUP_DAYS * 86400))
    note_who_left
    pg_dump --format=custom --no-owner --no-privileges --file=part "$url"
    local file
    file=workout-$(date -u +%Y-%m-%dT%H%M%SZ).dump
    mv part "$file"
    touch /stamp/done
    echo "dumped $file"
    # Their names are kept as long as a dump may hold their data, and a day more.
    find . -name 'workout-*.dump' -not -newermt "@$since" -delete
    if [ -e left ]; then
        awk -F '|' -v since=$((since - 86400)) '$3 > since' left >part
        mv part left
    fi
}

# One at a time: `dump` and `restore` may be called beside `nightly`.
alone() { (flock 9 && "$@") 9>lock; }

nightly() {
    local night
    while :; do
        alone dump
        night=$(date -d 'tomorrow 03:00' +%s)
        while [ "$(date +%s)" -lt "$night" ]; do
            sleep "${BACKUP_LOOK_SECONDS:-60}"
            # A database that is away is looked at again.
            alone note_who_left || true
        done
    done
}

restore() { # file
    test -e "$1"
    # Whoever left since the last look is noted, if the old database still answers.
    note_who_left || true
    rm -f here
    touch left
    # Only the last line commits: a dump that cannot be read to its end changes nothing.
    {
        echo 'BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public;'
        pg_restore --no-owner --no-privileges --file=- "$1"
        echo 'SET search_path = public;'
        echo 'CREATE TEMPORARY TABLE gone (id bigint, joined numeric, noted bigint);'
        echo "COPY gone FROM STDIN (DELIMITER '|');"
        cat left
        echo '\.'
        echo 'DELETE FROM gone WHERE NOT EXISTS (SELECT FROM people WHERE people.id = gone.id'
        echo '    AND extract(epoch FROM joined_at) = joined);'
        for table in reminders workouts programs exercises; do
            echo "DELETE FROM $table WHERE owner IN (SELECT id FROM gone);"
        done
        echo 'DELETE FROM people WHERE id IN (SELECT id FROM gone);'
        echo 'DELETE FROM quarantine WHERE sender IN (SELECT id FROM gone);'
        echo 'COMMIT;'
    } | query --output /dev/null
    echo "restored $1; people deleted again: $(wc -l <left) at most"
}

case $1 in
nightly) nightly ;;
dump | restore) alone "$@" ;;
esac
