import Postgres
public import RuralIndustry

/// An entry of one's own product, as its maker may know it: nothing of marks, judges or the other entrants, and nothing of the
/// result before the maker was told or the round is published. The code under which judges see it is not told.
public struct OwnEntry: Hashable, Sendable {
    public let id: Int64
    public let round: RoundRecord
    public let productID: Int64
    public let productName: String
    public let establishmentID: Int64
    public let state: EntryState
    public let stateReason: String?
    public let filedOn: Day
    /// Why it needs no award of a lower level.
    public let exception: EntryException?
    /// What the council told, the first first: the day, the words, the last day to complain.
    public let notices: [Notice]
    /// Nil: not to be known yet.
    public let isRecognised: Bool?
    public let complaints: [ComplaintRecord]
    /// The last day on which a complaint is in time; nil: there is nothing to complain about yet, or the rules state no term.
    public let complainUntil: Day?

    public struct Notice: Hashable, Sendable {
        public let day: Day
        public let text: String
        public let complainUntil: Day?
    }

    /// The result may be known, so that it can be complained about.
    public var isTold: Bool { round.state == .published || !notices.isEmpty }

    public var canBeWithdrawn: Bool {
        state.next.contains(.withdrawn) && [.draft, .open, .judging].contains(round.state)
    }
}

/// A round that a product could be entered in today.
public struct OpenRound: Hashable, Sendable {
    public let round: RoundRecord
    /// What the round asks of a product that comes from below; nil: nothing.
    public let requirement: LowerAward?
    /// Awards of the product that would do, with what an entry names them by.
    public let awards: [(reference: String, award: AwardRecord)]

    public static func == (left: OpenRound, right: OpenRound) -> Bool {
        left.round == right.round && left.requirement == right.requirement
            && left.awards.map(\.award) == right.awards.map(\.award)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(round) }
}

extension Registry {
    /// The entries of an establishment's products, the latest rounds first.
    public func ownEntries(of establishment: Int64, today: Day, as viewer: Viewer) async throws -> [OwnEntry]
    {
        try await read(.entryFile, of: .one("establishment", id: establishment), as: viewer) { session in
            try session.ownEntries("e.establishment_id = \(establishment)", today: today)
        }
    }

    public func ownEntry(_ id: Int64, today: Day, as viewer: Viewer) async throws -> OwnEntry {
        try await read(.entryFile, of: .one("entry", id: id), as: viewer) { session in
            guard let entry = try session.ownEntries("e.entry_id = \(id)", today: today).first else {
                throw Refusal(.outsideReach(viewer, .entryFile))
            }
            return entry
        }
    }

    /// The open rounds that take entries today from where a product is made, and that it is not entered in.
    public func openRounds(forProduct id: Int64, today: Day, as viewer: Viewer) async throws -> [OpenRound] {
        try await read(.entryFile, of: .one("product", id: id), as: viewer) { session in
            try session.openRounds(forProduct: id, today: today)
        }
    }

    /// Files an entry of one's own product in an open round, today, by the rules that the office's way has.
    ///
    /// - Parameter draft: its product is this one; a code and another day are not its maker's to choose.
    public func fileOwnEntry(
        ofProduct id: Int64, round: Int64, _ fields: Fields<EntryColumn>, today: Day, as viewer: Viewer
    ) async throws -> OwnEntry {
        var fields = fields
        fields[.productID] = String(id)
        fields[.productExternalID] = nil
        fields[.entryCode] = nil
        fields[.judgingName] = nil
        fields[.filedOn] = today.iso
        let draft = try EntryDraft(fields)
        return try await change(.entryFile, of: .one("product", id: id), as: viewer) { session in
            let open = try session.openRounds(forProduct: id, today: today)
            guard open.contains(where: { $0.round.id == round }) else {
                throw Refusal(.roundNotOpen)
            }
            _ = try session.fileEntries([Located(draft)], round: round, today: today)
            let made = try session.ownEntries(
                "e.round_id = \(round) AND e.product_id = \(id) AND e.state NOT IN ('rejected', 'withdrawn')",
                today: today)
            guard let entry = made.first else { throw Refusal(.roundNotOpen) }
            return entry
        }
    }

    /// Takes an entry of one's own back, for a reason, by the rules that the office's way has.
    public func withdrawOwnEntry(_ id: Int64, because reason: String, today: Day, as viewer: Viewer)
        async throws
        -> OwnEntry
    {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.entryFile, of: .one("entry", id: id), because: reason, as: viewer) {
            session in
            let (round, code) = try session.one(
                "SELECT round_id, code FROM entry WHERE entry_id = \(id)"
            ) { (try $0("round_id", as: Int64.self), try $0("code", as: String.self)) }
            _ = try session.moveEntries(round: round, codes: [code], to: .withdrawn, because: reason)
            return try session.ownEntries("e.entry_id = \(id)", today: today)[0]
        }
    }
}

extension Session {
    /// - Parameter condition: of an entry `e`.
    func ownEntries(_ condition: SQL, today: Day) throws -> [OwnEntry] {
        let rows = try query(
            """
            SELECT e.entry_id, e.round_id, e.product_id, p.name AS product_name, e.establishment_id, e.state, e.state_reason,
              e.filed_on, e.exception, EXISTS (SELECT FROM standing_lines(e.round_id) l WHERE l.entry_id = e.entry_id AND l.award_id IS NOT NULL)
                AS is_recognised
            FROM entry e JOIN product p USING (product_id) WHERE
            """ + " " + condition + " ORDER BY e.filed_on DESC, e.entry_id DESC", as: OwnEntryRow.self)
        if rows.isEmpty { return [] }
        let told = try notices(of: rows.map(\.id))
        let complained = try complaints(of: rows.map(\.id))
        var rounds: [Int64: RoundRecord] = [:]
        return try rows.map { row in
            let round = try rounds[row.round] ?? self.round(row.round)
            rounds[row.round] = round
            let notices = told[row.id] ?? []
            let isTold = round.state == .published || !notices.isEmpty
            return OwnEntry(
                id: row.id, round: round, productID: row.product, productName: row.productName,
                establishmentID: row.establishment, state: row.state, stateReason: row.stateReason,
                filedOn: row.filedOn, exception: row.exception, notices: notices,
                isRecognised: round.state == .published && row.state == .accepted ? row.isRecognised : nil,
                complaints: complained[row.id] ?? [],
                complainUntil: isTold && row.state == .accepted
                    ? try complaintDays(entry: row.id, round: round.id, receivedOn: today).fileBy?.day : nil)
        }
    }

    /// What was told about entries, by the entry, the first first.
    private func notices(of entries: [Int64]) throws -> [Int64: [OwnEntry.Notice]] {
        let rows = try query(
            """
            SELECT entry_id, noticed_on, body, complain_until FROM entry_notice WHERE entry_id = ANY (\(entries))
            ORDER BY noticed_on, audit_id
            """
        ) { row in
            (
                entry: try row("entry_id", as: Int64.self),
                notice: OwnEntry.Notice(
                    day: try row("noticed_on"), text: try row("body"),
                    complainUntil: try row("complain_until"))
            )
        }
        return Dictionary(grouping: rows, by: \.entry).mapValues { $0.map(\.notice) }
    }

    /// What was complained about of entries, by the entry, the first first.
    private func complaints(of entries: [Int64]) throws -> [Int64: [ComplaintRecord]] {
        let found = try query(
            ComplaintRecord.select + " WHERE c.entry_id = ANY (\(entries)) ORDER BY c.complaint_id"
        ) { row in (entry: try row("entry_id", as: Int64.self), complaint: try ComplaintRecord(row)) }
        return Dictionary(grouping: found, by: \.entry).mapValues { $0.map(\.complaint) }
    }

    fileprivate func openRounds(forProduct id: Int64, today: Day) throws -> [OpenRound] {
        let product = try enteredProduct(.id(id))
        if product.isClosed { return [] }
        let rounds = try query(
            RoundRecord.select + """
                 WHERE r.state = 'open' AND coalesce(r.intake_until >= \(today), true)
                  AND NOT EXISTS (SELECT FROM entry e WHERE e.round_id = r.round_id AND e.product_id = \(id)
                    AND e.state NOT IN ('rejected', 'withdrawn'))
                ORDER BY r.intake_until NULLS LAST, r.round_id
                """, as: RoundRecord.self)
        let history = try query(
            AwardRecord.history(ofProduct: "\(id)", [AwardRecord.isPublic]), as: AwardRecord.self)
        return try rounds.filter { try lies(product.communeUnitID, in: $0, on: $0.heldOn) }.map { round in
            let requirement = try rules(ofRound: round.id).level(round.level)?.requires
            let awards = history.filter { award in
                requirement?.anyOf.contains(award.level) == true && award.productID == id
                    && award.status(on: today) == .live
            }
            return OpenRound(
                round: round, requirement: requirement,
                awards: awards.map { ($0.certificateNumber ?? "award:\($0.id)", $0) })
        }
    }
}

private struct OwnEntryRow: RowDecodable {
    let id: Int64
    let round: Int64
    let product: Int64
    let productName: String
    let establishment: Int64
    let state: EntryState
    let stateReason: String?
    let filedOn: Day
    let exception: EntryException?
    let isRecognised: Bool

    init(_ row: Row) throws {
        id = try row("entry_id")
        round = try row("round_id")
        product = try row("product_id")
        productName = try row("product_name")
        establishment = try row("establishment_id")
        state = try row("state")
        stateReason = try row("state_reason")
        filedOn = try row("filed_on")
        exception = try row("exception")
        isRecognised = try row("is_recognised")
    }
}

extension Violation {
    /// Of all reasons the one that a maker can do something about is told by the list of rounds that are open to the product.
    fileprivate static let roundNotOpen = Violation(
        "round-not-open",
        vi:
            "kỳ bình chọn này hiện không nhận hồ sơ của sản phẩm (đã hết hạn, khác địa bàn, hoặc đã đăng ký rồi)",
        en:
            "the round takes no entry of this product now (its intake is over, it is held elsewhere, or the product is entered already)"
    )
}
