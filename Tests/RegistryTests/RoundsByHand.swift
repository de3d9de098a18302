import Postgres

// Rows of rounds written past the use cases and triggers, for tests of what reads them.

extension Session {
    /// A provincial round of 2023 in Thái Nguyên with number 1; returns nothing of a round but its row.
    func round(state: String, lowerLevels: [String] = []) throws {
        try execute(
            """
            INSERT INTO round (round_id, name, level, organiser_code, organiser_unit_id, year, held_on, regulation_id, rules,
              rules_sha256, lower_levels, state)
            VALUES (1, 'Kỳ thử', 'provincial', '19', unit_on('19', '2023-05-15'), 2023, '2023-05-15', 'vbhn-16-2018', '{}',
              sha256('{}'), \(lowerLevels), \(state))
            """)
    }

    /// The round with its decision, which has number 1 too.
    func decidedRound(state: String = "decided") throws {
        try round(state: state)
        try script(
            """
            INSERT INTO decision (decision_id, round_id, number, decided_on, authority, place, capacity, signatory_title,
              signatory_name)
            OVERRIDING SYSTEM VALUE
            VALUES (1, 1, '9001/QĐ', '2023-06-30', 'ỦY BAN NHÂN DÂN', 'Thái Nguyên', 'TM.', 'CHỦ TỊCH', 'Nguyễn Văn Mẫu')
            """)
    }

    /// An entry of the round; its product need not exist.
    func entry(
        _ code: String = "E1", product: Int64 = 1, state: String = "accepted", filedOn: String = "2023-05-01"
    ) throws {
        try execute(
            """
            INSERT INTO entry (round_id, product_id, establishment_id, product_group, code, state, filed_on)
            VALUES (1, \(product), 1, 'food', \(code), \(state), \(filedOn)::text::date)
            """)
    }
}
