import Postgres

extension Registry {
    /// What holding a booth and confirming it sends to the database, as scripts for pgbench: what a benchmark compares the use
    /// cases with. Variables: `clients`; `fair`; `first`, the number before that of the first booth's code or of the first
    /// allocation.
    public static var boothScripts: (hold: String, confirm: String) {
        (BoothScript.hold, BoothScript.confirm)
    }
}

private enum BoothScript {
    private static let turn = """
        \\set n :first + 1 + :i * :clients + :client_id
        \\set i :i + 1
        BEGIN ISOLATION LEVEL READ COMMITTED;

        """

    private static func event(_ action: String, of subject: String) -> String {
        """
        WITH event AS (
          INSERT INTO audit_event (actor, action, subject, subject_id, reason, details)
          SELECT 'bench'::text, '\(action)'::text, 'booth_allocation'::text, \(subject)::text, NULL::text,
            jsonb_strip_nulls(jsonb_build_object('operator', NULL::text))
          RETURNING audit_id
        )
        SELECT set_config('cnnt.audit_id', audit_id::text, true), pg_advisory_xact_lock_shared(\(AuditEvent.lockClass) | audit_id) FROM event;

        """
    }

    private static let fair =
        "SELECT 1 FROM fair WHERE fair_id = :fair FOR SHARE;\n"
        + FairRecord.select.text + " WHERE f.fair_id = :fair;\n"
    private static let lock =
        "SELECT 1 FROM booth WHERE booth_id = ANY (ARRAY[:booth_id]::bigint[]) ORDER BY booth_id FOR NO KEY UPDATE;\n"
    private static let booth =
        BoothRecord.select.text
        + " WHERE b.fair_id = :fair AND b.removed_in IS NULL AND b.code_key = ANY (ARRAY[:n])"
    private static let allocation = BoothAllocationRecord.select.text
    private static let waiting =
        BoothRequestRecord.select.text
        + " WHERE r.fair_id = :fair AND r.state = ANY (ARRAY['partly-given', 'waiting']) ORDER BY r.booth_request_id;\n"

    static let hold =
        turn
            + """
            SELECT nextval(pg_get_serial_sequence('booth_allocation'::text, 'booth_allocation_id'::text)) AS id \\gset

            """ + event("booth.hold", of: ":id") + fair + booth + " \\gset\n" + lock + booth + ";\n"
        + allocation
            + """
             WHERE a.booth_id = ANY (ARRAY[:booth_id]::bigint[]) AND a.state IN ('held', 'confirmed')
              AND a.days && (SELECT days FROM fair WHERE fair_id = :fair) ORDER BY a.booth_allocation_id;

            """ + waiting
            + """
            INSERT INTO booth_allocation (booth_allocation_id, fair_id, booth_id, group_id, days, state, held_until, price_vnd)
            SELECT :id, fair_id, :booth_id, :id, days, 'held', upper(days) - 1, 9600000 FROM fair WHERE fair_id = :fair;
            INSERT INTO booth_tenant (booth_allocation_id, ordinal, kind, role, name)
            VALUES (:id, 1, 'sponsor', 'tenant', 'Nhà tài trợ Mẫu');
            INSERT INTO booth_step (booth_allocation_id, version, state) VALUES (:id, 1, 'held');

            """ + allocation
        + " WHERE a.booth_allocation_id = ANY (ARRAY[:id]::bigint[]) ORDER BY a.booth_allocation_id;\nCOMMIT;\n"

    static let confirm =
        turn + event("booth.confirm", of: ":n") + allocation + " WHERE a.booth_allocation_id = :n;\n" + fair
        + "SELECT booth_id FROM booth_allocation WHERE group_id = :n \\gset\n" + lock + allocation
        + " WHERE a.booth_allocation_id = :n;\n" + allocation
            + """
             WHERE a.group_id = :n AND a.state = 'held' ORDER BY a.booth_allocation_id;
            WITH changed AS (
              UPDATE booth_allocation SET state = 'confirmed', version = version + 1
              WHERE booth_allocation_id = ANY (ARRAY[:n]::bigint[]) RETURNING booth_allocation_id, version
            )
            INSERT INTO booth_step (booth_allocation_id, version, state, reason)
            SELECT booth_allocation_id, version, 'confirmed', NULL FROM changed;

            """ + allocation
        + " WHERE a.booth_allocation_id = ANY (ARRAY[:n]::bigint[]) ORDER BY a.booth_allocation_id;\nCOMMIT;\n"
}
