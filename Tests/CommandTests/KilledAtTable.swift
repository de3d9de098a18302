/// Killing the program where it has written a part of what it writes: as far as a table that another session holds.
enum KilledAtTable {
    /// Runs `cnnt $1` until it waits for the table `$2`, kills it, and waits until its session is gone. Says what it ended with.
    static let script = """
        set -u
        url=$(cnnt db url --owner)
        ask() { psql -qXtA "$url" -c "$1"; }
        psql -qX "$url" -c "BEGIN; LOCK TABLE $2 IN SHARE MODE; SELECT pg_sleep(60)" >locker.txt 2>&1 & locker=$!
        until [ "$(ask "SELECT count(*) FROM pg_locks WHERE relation = '$2'::regclass AND mode = 'ShareLock' AND granted")" = 1 ]
        do sleep 0.05; done
        cnnt $1 >killed.txt 2>&1 & program=$!
        for try in $(seq 400); do
          [ "$(ask "SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0")" = 1 ] && break
          sleep 0.05
        done
        kill -KILL $program; wait $program; echo "$?"
        ask "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()" >ended.txt
        wait $locker
        until [ "$(ask "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND usename IS NOT NULL")" = 0 ]; do sleep 0.05; done
        """
}
