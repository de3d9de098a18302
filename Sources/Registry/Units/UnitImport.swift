import Postgres
public import RuralIndustry

/// What an import of units, or an act that changes some, did, and what the registry still does not know.
public struct UnitImportReport: Sendable {
    /// New, changed and unchanged rows of one of the files.
    public struct Counts: Hashable, Sendable {
        public var added = 0
        public var changed = 0
        public var unchanged = 0
    }

    public var units = Counts()
    public var lineage = Counts()
    public var regions = Counts()
    public var authorities = Counts()
    /// What differs in the changed rows, field by field.
    public var changes: [UnitChange] = []
    /// About the whole registry after the import.
    public var report = UnitReport(units: UnitCatalogue([]), lineage: [])
}

/// What the files about units bring, or what an act changes.
struct UnitFacts: Sendable {
    var units: [Located<UnitRecord>] = []
    var lineage: [Located<LineageEdge>] = []
    var regions: [Located<RegionMember>] = []
    var authorities: [Located<AuthorityName>] = []
}

extension Registry {
    /// Loads units, lineage, regions and authorities: all or nothing. What is there already stays as it is; a row that differs
    /// replaces what has its code and beginning. Loading the same again changes nothing.
    public func importUnits(
        _ units: [Located<UnitRecord>], lineage: [Located<LineageEdge>] = [],
        regions: [Located<RegionMember>] = [], authorities: [Located<AuthorityName>] = [],
        as viewer: Viewer, dryRun: Bool = false
    ) async throws -> UnitImportReport {
        let facts = UnitFacts(units: units, lineage: lineage, regions: regions, authorities: authorities)
        return try await change(.unitImport, of: .many("unit"), as: viewer, dryRun: dryRun) {
            try $0.save(facts)
        }
    }
}

extension Session {
    /// Checks and saves; the one way by which anything about units gets into the registry.
    func save(_ facts: UnitFacts) throws -> UnitImportReport {
        let known = try query(KnownUnit.select, as: KnownUnit.self)
        let edges = try knownEdges().map(\.edge)
        let members = try knownRegions()
        let names = try authorityNames()
        try Refusal.throwIfAny(
            facts.violations(units: known.map(\.record), lineage: edges, regions: members, authorities: names)
        )
        var report = UnitImportReport()
        report.units = try save(facts.units.map(\.value), over: known, &report.changes)
        if report.units.added + report.units.changed > 0 { try leadEdgesToTheUnitsOfTheirDay() }
        report.lineage = try save(facts.lineage.map(\.value), over: try knownEdges(), &report.changes)
        report.regions = try save(facts.regions.map(\.value), over: members, &report.changes)
        report.authorities = try save(facts.authorities.map(\.value), over: names, &report.changes)
        let after = UnitCatalogue(try query(KnownUnit.select, as: KnownUnit.self).map(\.record))
        report.report = UnitReport(units: after, lineage: try knownEdges().map(\.edge))
        return report
    }
}

extension UnitFacts {
    /// Everything that is wrong with these facts beside what the registry knows.
    fileprivate func violations(
        units known: [UnitRecord], lineage knownEdges: [LineageEdge], regions knownRegions: [RegionMember],
        authorities knownNames: [AuthorityName]
    ) -> [Violation] {
        let catalogue = UnitCatalogue(known, changedBy: units.map(\.value))
        let days = UnitDays(units, after: catalogue)
        return UnitChecks.violations(units: units, known: known)
            + days.violations(below: known)
            + UnitChecks.violations(lineage: lineage, known: knownEdges, units: catalogue)
            + days.violations(lineage: lineage, known: knownEdges)
            + UnitChecks.violations(regions: regions, known: knownRegions, units: catalogue)
            + days.violations(regions: regions, known: knownRegions)
            + AuthorityName.violations(authorities, known: knownNames)
    }
}

/// An edge with the numbers of its ends.
struct KnownEdge {
    let fromID: Int64
    let toID: Int64
    let edge: LineageEdge
}

extension Session {
    func knownEdges() throws -> [KnownEdge] {
        try query(
            """
            SELECT e.from_unit_id, e.to_unit_id, f.code AS from_code, t.code AS to_code, e.relation, e.effective_date,
              e.legal_basis
            FROM unit_edge e JOIN unit f ON f.unit_id = e.from_unit_id JOIN unit t ON t.unit_id = e.to_unit_id
            """
        ) { row in
            KnownEdge(
                fromID: try row("from_unit_id"), toID: try row("to_unit_id"),
                edge: LineageEdge(
                    from: try row("from_code"), to: try row("to_code"), relation: try row("relation"),
                    effectiveDate: try row("effective_date"), legalBasis: try row("legal_basis")))
        }
    }

    func knownRegions() throws -> [RegionMember] {
        try query(
            """
            SELECT region, province_code, lower(validity) AS valid_from, upper(validity) AS valid_to, status, legal_basis
            FROM region_member
            """
        ) { row in
            guard let validity = Validity(from: try row("valid_from"), to: try row("valid_to")) else {
                throw PostgresError.misuse("a region membership is valid on no day")
            }
            return RegionMember(
                region: try row("region"), province: try row("province_code"), validity: validity,
                status: try row("status"), legalBasis: try row("legal_basis"))
        }
    }

    // MARK: Units

    fileprivate func save(
        _ units: [UnitRecord], over known: [KnownUnit], _ changes: inout [UnitChange]
    ) throws -> UnitImportReport.Counts {
        var counts = UnitImportReport.Counts()
        let existing = Dictionary(uniqueKeysWithValues: known.map { (UnitKey($0.record), $0) })
        var added: [UnitRecord] = []
        // Ended units first: what takes over a code must find it free.
        for unit in units.sorted(by: { ($0.validity.to ?? .distant) < ($1.validity.to ?? .distant) }) {
            guard let current = existing[UnitKey(unit)] else {
                added.append(unit)
                continue
            }
            let corrected = current.record.corrected(by: unit)
            if corrected == current.record {
                counts.unchanged += 1
            } else {
                try replace(current, by: corrected)
                counts.changed += 1
                changes += current.record.changes(to: corrected)
            }
        }
        counts.added = added.count
        try insert(added)
        return counts
    }

    private func replace(_ current: KnownUnit, by unit: UnitRecord) throws {
        try execute(
            """
            UPDATE unit SET name = \(unit.name), full_name = \(unit.fullName), kind = \(unit.kind),
              parent_code = \(unit.parent), validity = daterange(\(unit.validity.from), \(unit.validity.to)),
              audit_id = current_audit()
            WHERE unit_id = \(current.id)
            """)
    }

    private func insert(_ units: [UnitRecord]) throws {
        guard !units.isEmpty else { return }
        try script(
            """
            CREATE TEMPORARY TABLE incoming (
              level text, code text, name text, full_name text, kind text, parent_code text, valid_from date, valid_to date
            ) ON COMMIT DROP
            """)
        try copyIn("COPY incoming FROM STDIN") { writer in
            for unit in units {
                try writer.row { row in
                    row.text(unit.level.rawValue)
                    row.text(unit.code.text)
                    row.text(unit.name)
                    row.text(unit.fullName)
                    row.text(unit.kind.rawValue)
                    row.text(unit.parent?.text)
                    row.text(unit.validity.from?.iso)
                    row.text(unit.validity.to?.iso)
                }
            }
        }
        try execute(
            """
            INSERT INTO unit (level, code, name, full_name, kind, parent_code, validity)
            SELECT level, code, name, full_name, kind, parent_code, daterange(valid_from, valid_to) FROM incoming
            """)
        try script("DROP TABLE incoming")
    }

    // MARK: Lineage

    /// An edge is known by its codes and its day. When a unit that edges lead to or from is divided in time, they go on to
    /// lead from the unit of the day before to that of their day.
    fileprivate func leadEdgesToTheUnitsOfTheirDay() throws {
        try execute(
            """
            UPDATE unit_edge e SET from_unit_id = f.unit_id, to_unit_id = t.unit_id, audit_id = current_audit()
            FROM unit was_from, unit was_to, unit f, unit t
            WHERE was_from.unit_id = e.from_unit_id AND was_to.unit_id = e.to_unit_id
              AND f.code = was_from.code AND f.validity @> e.effective_date - 1
              AND t.code = was_to.code AND t.validity @> e.effective_date
              AND (f.unit_id, t.unit_id) <> (e.from_unit_id, e.to_unit_id)
            """)
    }

    fileprivate func save(
        _ edges: [LineageEdge], over known: [KnownEdge], _ changes: inout [UnitChange]
    ) throws -> UnitImportReport.Counts {
        var counts = UnitImportReport.Counts()
        let existing = Dictionary(known.map { (EdgeKey($0.edge), $0) }) { first, _ in first }
        var added: [LineageEdge] = []
        for edge in edges {
            guard let current = existing[EdgeKey(edge)] else {
                added.append(edge)
                continue
            }
            if current.edge == edge {
                counts.unchanged += 1
            } else {
                try execute(
                    """
                    UPDATE unit_edge SET relation = \(edge.relation), legal_basis = \(edge.legalBasis),
                      audit_id = current_audit()
                    WHERE from_unit_id = \(current.fromID) AND to_unit_id = \(current.toID)
                    """)
                counts.changed += 1
                changes += current.edge.changes(to: edge)
            }
        }
        counts.added = added.count
        try insert(added)
        return counts
    }

    private func insert(_ edges: [LineageEdge]) throws {
        guard !edges.isEmpty else { return }
        try script(
            """
            CREATE TEMPORARY TABLE incoming (
              from_code text, to_code text, relation text, effective_date date, legal_basis text
            ) ON COMMIT DROP
            """)
        try copyIn("COPY incoming FROM STDIN") { writer in
            for edge in edges {
                try writer.row { row in
                    row.text(edge.from.text)
                    row.text(edge.to.text)
                    row.text(edge.relation.rawValue)
                    row.text(edge.effectiveDate.iso)
                    row.text(edge.legalBasis)
                }
            }
        }
        try execute(
            """
            INSERT INTO unit_edge (from_unit_id, to_unit_id, relation, effective_date, legal_basis)
            SELECT f.unit_id, t.unit_id, i.relation, i.effective_date, i.legal_basis
            FROM incoming i
              JOIN unit f ON f.code = i.from_code AND f.validity @> i.effective_date - 1
              JOIN unit t ON t.code = i.to_code AND t.validity @> i.effective_date
            """)
        try script("DROP TABLE incoming")
    }

    // MARK: Regions

    fileprivate func save(
        _ members: [RegionMember], over known: [RegionMember], _ changes: inout [UnitChange]
    ) throws -> UnitImportReport.Counts {
        var counts = UnitImportReport.Counts()
        let existing = Dictionary(uniqueKeysWithValues: known.map { (RegionKey($0), $0) })
        for member in members {
            switch existing[RegionKey(member)] {
            case member?:
                counts.unchanged += 1
            case nil:
                try execute(
                    """
                    INSERT INTO region_member (region, region_name, province_code, validity, status, legal_basis)
                    VALUES (\(member.region), \(member.region.name.vi), \(member.province),
                      daterange(\(member.validity.from), \(member.validity.to)), \(member.status), \(member.legalBasis))
                    """)
                counts.added += 1
            case let current?:
                try execute(
                    """
                    UPDATE region_member SET region = \(member.region), region_name = \(member.region.name.vi),
                      validity = daterange(\(member.validity.from), \(member.validity.to)),
                      status = \(member.status), legal_basis = \(member.legalBasis), audit_id = current_audit()
                    WHERE province_code = \(member.province) AND lower(validity) IS NOT DISTINCT FROM \(member.validity.from)
                    """)
                counts.changed += 1
                changes += current.changes(to: member)
            }
        }
        return counts
    }
}

/// A unit is known by its code and beginning.
private struct UnitKey: Hashable {
    let code: UnitCode
    let from: Day?

    init(_ unit: UnitRecord) {
        code = unit.code
        from = unit.validity.from
    }
}

/// An edge is known by its ends and its day.
struct EdgeKey: Hashable {
    let from: UnitCode
    let to: UnitCode
    let day: Day
}

extension EdgeKey {
    init(_ edge: LineageEdge) {
        self.init(from: edge.from, to: edge.to, day: edge.effectiveDate)
    }
}

private struct RegionKey: Hashable {
    let province: UnitCode
    let from: Day?

    init(_ member: RegionMember) {
        province = member.province
        from = member.validity.from
    }
}

extension Day {
    /// Later than every day that a record can name.
    static let distant = Day(daysSince2000: .max)
}
