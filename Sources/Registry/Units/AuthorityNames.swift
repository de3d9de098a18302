public import Postgres
public import RuralIndustry

extension AuthorityName: RowDecodable {
    public init(_ row: Row) throws {
        guard let validity = Validity(from: try row("valid_from"), to: try row("valid_to")) else {
            throw PostgresError.misuse("the name of an authority is valid on no day")
        }
        self.init(
            level: try row("level"),
            authority: Authority(name: try row("name"), signatoryTitle: try row("signatory_title")),
            validity: validity, status: try row("status"), legalBasis: try row("legal_basis"))
    }
}

extension Registry {
    /// The names of the regional and the national authority, of all days or of one, the oldest of a level first.
    public func authorityNames(on day: Day? = nil, as viewer: Viewer) async throws -> [AuthorityName] {
        try await read(.unitRead, of: .reference("authority_name"), as: viewer) { session in
            try session.authorityNames(matching: day.map { "validity @> \($0)" })
        }
    }
}

extension Session {
    /// The regional or national authority by its name of a day.
    func authority(of level: SelectionLevel, on day: Day) throws -> Authority {
        let names = try authorityNames(matching: "level = \(level) AND validity @> \(day)")
        do throws(Violation) {
            return try Authority.of(level, on: day, named: names)
        } catch {
            throw Refusal(error)
        }
    }

    func authorityNames(matching condition: SQL? = nil) throws -> [AuthorityName] {
        try query(
            """
            SELECT level, name, signatory_title, lower(validity) AS valid_from, upper(validity) AS valid_to, status, legal_basis
            FROM authority_name
            """ + SQL.matching(condition) + " ORDER BY level DESC, validity", as: AuthorityName.self)
    }

    func save(
        _ names: [AuthorityName], over known: [AuthorityName], _ changes: inout [UnitChange]
    ) throws -> UnitImportReport.Counts {
        var counts = UnitImportReport.Counts()
        guard !names.isEmpty else { return counts }
        // The day between two names moves in two rows.
        try script("SET CONSTRAINTS authority_name_validity_overlap DEFERRED")
        for (name, current) in zip(names, AuthorityName.replaced(by: names, in: known)) {
            if let current, current == name {
                counts.unchanged += 1
            } else if let current {
                try replace(current, by: name)
                counts.changed += 1
                changes += current.changes(to: name)
            } else {
                try execute(
                    """
                    INSERT INTO authority_name (level, name, signatory_title, validity, status, legal_basis)
                    VALUES (\(name.level), \(name.authority.name), \(name.authority.signatoryTitle),
                      daterange(\(name.validity.from), \(name.validity.to)), \(name.status), \(name.legalBasis))
                    """)
                counts.added += 1
            }
        }
        try script("SET CONSTRAINTS authority_name_validity_overlap IMMEDIATE")
        return counts
    }

    /// By name and beginning: while the constraint waits, another row may have the beginning already.
    private func replace(_ current: AuthorityName, by name: AuthorityName) throws {
        try execute(
            """
            UPDATE authority_name SET name = \(name.authority.name), signatory_title = \(name.authority.signatoryTitle),
              validity = daterange(\(name.validity.from), \(name.validity.to)), status = \(name.status),
              legal_basis = \(name.legalBasis), audit_id = current_audit()
            WHERE level = \(current.level) AND name = \(current.authority.name)
              AND lower(validity) IS NOT DISTINCT FROM \(current.validity.from)
            """)
    }
}
