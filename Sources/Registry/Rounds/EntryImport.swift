import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// Files entries in a round: all or none, with every bad row told. An entry without a code gets an anonymous one, drawn
    /// so that codes tell nothing about who filed first.
    ///
    /// Checked here: the product, its group, the intake day, that the entrant's territory is the organiser's, and the lower
    /// award or the lawful exception (TT 26/2014/TT-BCT Đ12). The database checks the same once more.
    public func importEntries(
        _ drafts: [Located<EntryDraft>], round id: Int64, as viewer: Viewer, today: Day, dryRun: Bool = false
    ) async throws -> [EntryRecord] {
        try await change(.entryImport, of: .one("round", id: id), as: viewer, dryRun: dryRun) { session in
            try session.fileEntries(drafts, round: id, today: today)
            return try session.entries(ofRound: id)
        }
    }

    /// Files one entry, as a file with one row would.
    ///
    /// - Parameter once: keeps the entry's code.
    public func fileEntry(
        _ fields: Fields<EntryColumn>, round id: Int64, as viewer: Viewer, today: Day, dryRun: Bool = false,
        once: OneRequest<EntryRecord>? = nil
    ) async throws -> EntryRecord {
        let draft = try EntryDraft(fields)
        return try await change(
            .entryImport, of: .one("round", id: id), as: viewer, dryRun: dryRun, once: once
        ) { session in
            try session.fileEntries([Located(draft)], round: id, today: today)
            return try session.one(
                EntryRecord.select + " WHERE e.round_id = \(id) AND e.audit_id = current_audit()",
                as: EntryRecord.self)
        }
    }

    /// What importing a file would do, row by row; nothing is changed.
    public func previewEntries(
        _ file: RecordFile<EntryColumn>, round id: Int64, as viewer: Viewer, today: Day
    ) async throws -> ImportPreview {
        let (drafts, unreadable) = file.valuesAndViolations { (row, notation) throws(Refusal) in
            try EntryDraft(row.fields, notation)
        }
        return try await change(.entryImport, of: .one("round", id: id), as: viewer, dryRun: true) {
            session in
            let intake = try EntryIntake(round: id, today: today, in: session)
            var violations = unreadable
            var filed: [Located<FiledEntry>] = []
            for draft in drafts {
                do {
                    filed.append(Located(try intake.file(draft.value, in: session), at: draft.place))
                } catch let refusal as Refusal {
                    violations += refusal.violations.map { $0.at(draft.place) }
                }
            }
            violations += intake.repetitions(
                filed.map { Located($0.value.draft, at: $0.place) }, filed: filed.map(\.value))
            var codes = try intake.drawCodes(for: filed.map(\.value), in: session)
            let repeated = Set(violations.compactMap(\.place.row))
            for entry in filed {
                let code = entry.value.draft.code ?? codes.removeFirst()
                if repeated.contains(entry.place.row ?? 0) { continue }
                do {
                    // each by itself, so that one that fails hides none of the others
                    try session.savepoint { try session.insert(entry.value, code: code, round: id) }
                } catch PostgresError.server(let error) {
                    guard let refusal = Constraints.refusal(for: error) else {
                        throw PostgresError.server(error)
                    }
                    violations += refusal.violations.map { $0.at(entry.place) }
                }
            }
            return ImportPreview(
                newRows: file.previewedLines(name: .productID),
                names: Dictionary(filed.map { ($0.place.row ?? 0, $0.value.productName) }) { first, _ in first
                },
                violations: violations)
        }
    }
}

extension Session {
    /// Files entries as the rules of the round have it, whoever brings them.
    func fileEntries(_ drafts: [Located<EntryDraft>], round id: Int64, today: Day) throws {
        let intake = try EntryIntake(round: id, today: today, in: self)
        var violations: [Violation] = []
        var filed: [FiledEntry] = []
        for draft in drafts {
            do {
                filed.append(try intake.file(draft.value, in: self))
            } catch let refusal as Refusal {
                violations += refusal.violations.map { $0.at(draft.place) }
            }
        }
        violations += intake.repetitions(drafts, filed: violations.isEmpty ? filed : [])
        try Refusal.throwIfAny(violations)
        var codes = try intake.drawCodes(for: filed, in: self)
        for (draft, entry) in zip(drafts, filed) {
            do {
                try insert(entry, code: entry.draft.code ?? codes.removeFirst(), round: id)
            } catch PostgresError.server(let error) {
                guard let refusal = Constraints.refusal(for: error) else {
                    throw PostgresError.server(error)
                }
                throw Refusal(refusal.violations[0].at(draft.place))
            }
        }
    }
}

/// An entry whose references are found.
struct FiledEntry {
    let draft: EntryDraft
    let productID: Int64
    let productName: String
    let establishmentID: Int64
    let group: ProductGroupID
    let filedOn: Day
    let lowerAwardID: Int64?
    let nominationID: Int64?
}

/// The intake of one round: what its entries are held against.
private struct EntryIntake {
    let round: RoundRecord
    let rules: Rules
    let today: Day
    let takenCodes: Set<String>

    init(round id: Int64, today: Day, in session: Session) throws {
        round = try session.roundForChange(id)
        try session.requireState(round, [.draft, .open], to: Bilingual(vi: "nhận hồ sơ", en: "take entries"))
        rules = try session.rules(ofRound: id)
        self.today = today
        takenCodes = Set(try session.values("SELECT code FROM entry WHERE round_id = \(id)", as: String.self))
    }

    func file(_ draft: EntryDraft, in session: Session) throws -> FiledEntry {
        let product = try session.enteredProduct(draft.product)
        let group = draft.group ?? product.group
        var violations: [Violation] = []
        if rules.group(group) == nil { violations.append(unknownGroup(group)) }
        let filedOn = draft.filedOn ?? round.usualFilingDay(today: today)
        if let last = round.intakeUntil, filedOn > last {
            violations.append(
                Violation(
                    "filed-late", vi: "nộp ngày \(filedOn.vietnamese), sau hạn nhận hồ sơ \(last.vietnamese)",
                    en: "filed on \(filedOn.iso), after the intake ended on \(last.iso)",
                    at: Place(column: "filed_on")))
        }
        if product.isClosed { violations.append(closed(product)) }
        if !(try session.lies(product.communeUnitID, in: round, on: round.heldOn)) {
            violations.append(outsideTerritory(product))
        }
        try Refusal.throwIfAny(violations)
        let lower = try LowerAwardClaim(
            draft: draft, product: product, round: round, rules: rules, filedOn: filedOn
        )
        .settle(in: session)
        return FiledEntry(
            draft: draft, productID: product.id, productName: product.name,
            establishmentID: product.establishmentID, group: group,
            filedOn: filedOn, lowerAwardID: lower?.awardID, nominationID: lower?.nominationID)
    }

    /// Codes and products that the file or the round has twice.
    func repetitions(_ drafts: [Located<EntryDraft>], filed: [FiledEntry]) -> [Violation] {
        var codes = takenCodes
        var violations: [Violation] = []
        for draft in drafts {
            if let code = draft.value.code, !codes.insert(code).inserted {
                violations.append(
                    Violation(
                        "entry-code-taken", vi: "mã số bình chọn “\(code)” đã dùng trong kỳ bình chọn",
                        en: "entry code “\(code)” is already used in the round",
                        at: Place(column: "entry_code")
                    ).at(draft.place))
            }
        }
        var products: Set<Int64> = []
        for (draft, entry) in zip(drafts, filed) where !products.insert(entry.productID).inserted {
            violations.append(
                Violation(
                    "product-entered-twice", vi: "sản phẩm \(entry.productID) có hai lần trong tệp",
                    en: "product \(entry.productID) is in the file twice"
                ).at(draft.place))
        }
        return violations
    }

    /// Free codes for the entries that bring none, from a seed that nobody can foresee.
    func drawCodes(for filed: [FiledEntry], in session: Session) throws -> [String] {
        let needed = filed.count { $0.draft.code == nil }
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let taken = takenCodes.union(filed.compactMap(\.draft.code))
        do throws(Violation) {
            let drawn = try EntryCode.draw(needed + taken.count, seed: seed) { SHA256Digest(of: $0).bytes }
            return Array(drawn.map(\.text).filter { !taken.contains($0) }.prefix(needed))
        } catch {
            throw Refusal(error)
        }
    }

    private func unknownGroup(_ group: ProductGroupID) -> Violation {
        let known = rules.groups.map(\.id.rawValue).joined(separator: ", ")
        return Violation(
            "unknown-group", vi: "không có nhóm sản phẩm “\(group)”; các nhóm: \(known)",
            en: "there is no product group “\(group)”; the groups are: \(known)", at: Place(column: "group"))
    }

    private func closed(_ product: EnteredProduct) -> Violation {
        Violation(
            "product-closed", vi: "sản phẩm hoặc cơ sở của “\(product.name)” đã ngừng",
            en: "“\(product.name)” or its establishment is closed")
    }

    private func outsideTerritory(_ product: EnteredProduct) -> Violation {
        Violation(
            "outside-territory",
            vi: "cơ sở “\(product.establishmentName)” không thuộc địa bàn của \(round.organiserName)",
            en: "“\(product.establishmentName)” does not lie in the territory of \(round.organiserName)",
            at: Place(column: "product_id"))
    }
}

/// A product as an entry needs it.
struct EnteredProduct: RowDecodable {
    let id: Int64
    let name: String
    let group: ProductGroupID
    let establishmentID: Int64
    let establishmentName: String
    /// Where it is made: the production site if it is stated, else the head office.
    let communeUnitID: Int64
    let isClosed: Bool

    init(_ row: Row) throws {
        id = try row("product_id")
        name = try row("name")
        group = try row("product_group")
        establishmentID = try row("establishment_id")
        establishmentName = try row("establishment_name")
        communeUnitID = try row("commune_unit_id")
        isClosed = try row("is_closed")
    }
}

extension Session {
    func enteredProduct(_ reference: EntryDraft.ProductReference) throws -> EnteredProduct {
        let condition: SQL =
            switch reference {
            case .id(let id): "p.product_id = \(id)"
            case .externalID(let external): "p.external_id = \(external)"
            }
        let found = try first(
            """
            SELECT p.product_id, p.name, p.product_group, p.establishment_id, s.name AS establishment_name,
              coalesce(s.site_unit_id, s.commune_unit_id) AS commune_unit_id,
              (p.closed_on IS NOT NULL OR s.closed_on IS NOT NULL) AS is_closed
            FROM product p JOIN establishment s USING (establishment_id) WHERE \(condition)
            """, as: EnteredProduct.self)
        guard let found else {
            let (column, text) =
                switch reference {
                case .id(let id): ("product_id", String(id))
                case .externalID(let external): ("product_external_id", external)
                }
            throw Refusal(
                Violation(
                    "unknown-product", vi: "không có sản phẩm \(Text.quoted(text))",
                    en: "there is no product \(Text.quoted(text))", at: Place(column: column)))
        }
        return found
    }

    /// Whether a commune, by what became of it by the day, lies in the territory of the round's organiser.
    func lies(_ communeUnitID: Int64, in round: RoundRecord, on day: Day) throws -> Bool {
        switch round.level {
        case .national:
            return true
        case .regional:
            return try value(
                """
                SELECT EXISTS (
                  SELECT 1 FROM unit_on_day(\(communeUnitID), \(day)) AS here
                    JOIN unit p ON p.unit_id = unit_within(here, 'province', \(day))
                    JOIN region_member m ON m.province_code = p.code AND m.validity @> \(day)
                  WHERE m.region = \(round.organiserCode))
                """)
        case .provincial, .district, .commune:
            let level: UnitLevel =
                round.level == .provincial ? .province : round.level == .district ? .district : .commune
            return try value(
                """
                SELECT EXISTS (
                  SELECT 1 FROM unit_on_day(\(communeUnitID), \(day)) AS here
                  WHERE unit_within(here, \(level), \(day)) = \(round.organiserUnitID))
                """)
        }
    }

    fileprivate func insert(_ entry: FiledEntry, code: String, round: Int64) throws {
        try execute(
            """
            INSERT INTO entry (round_id, product_id, establishment_id, product_group, code, judging_name, lower_award_id,
              nomination_id, exception, filed_on, note)
            VALUES (\(round), \(entry.productID), \(entry.establishmentID), \(entry.group), \(code),
              \(entry.draft.judgingName), \(entry.lowerAwardID), \(entry.nominationID), \(entry.draft.exception),
              \(entry.filedOn), \(entry.draft.note))
            """)
    }
}

extension RoundRecord {
    /// When an entry was filed that does not say it: today in the round's own year. A round of an earlier year is being
    /// recorded after the event; its own day is the nearest that is known.
    fileprivate func usualFilingDay(today: Day) -> Day {
        year == today.year ? today : min(heldOn, intakeUntil ?? heldOn)
    }
}
