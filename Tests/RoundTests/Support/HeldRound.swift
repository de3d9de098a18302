import Registry
import RuralIndustry
import TestSupport

/// A round on its way, with its entries in the order in which their products were given.
struct HeldRound: Sendable {
    let test: TestRegistry
    let script: RoundScript
    let id: Int64
    var entries: [EntryRecord] = []

    var codes: [String] { entries.map(\.code) }
    private var registry: Registry { test.registry }

    // MARK: Before judging

    func open() async throws { _ = try await registry.openRound(id, as: test.viewer) }

    /// The council and the panel that the level needs: judges `J1`, `J2`, …
    func seat() async throws {
        for seat in 0..<script.council {
            try await registry.addCouncilMember(
                round: id, name: "Ủy Viên Mẫu \(seat + 1)",
                role: seat == 0 ? .chair : seat == 1 ? .standingViceChair : .member, from: script.heldOn,
                as: test.viewer)
        }
        for seat in 0..<script.judges {
            try await registry.addJudge(
                round: id, code: "J\(seat + 1)", name: "Giám Khảo Mẫu \(seat + 1)",
                role: seat == 0 ? .head : .judge,
                from: script.heldOn, as: test.viewer)
        }
    }

    /// Files entries, all or none; their rows are numbered as in a file with a heading.
    @discardableResult
    func file(_ drafts: [EntryDraft], dryRun: Bool = false) async throws -> [EntryRecord] {
        let located = drafts.enumerated().map { Located($1, at: Place(row: $0 + 2)) }
        return try await registry.importEntries(
            located, round: id, as: test.viewer, today: test.today, dryRun: dryRun)
    }

    @discardableResult
    func move(_ codes: [String], to state: EntryState, because reason: String? = nil) async throws -> Int {
        try await registry.moveEntries(round: id, codes: codes, to: state, because: reason, as: test.viewer)
    }

    @discardableResult
    func judge() async throws -> RoundRecord { try await registry.startJudging(id, as: test.viewer) }

    // MARK: Judging and after

    /// Enters the same total of every judge for each entry, in their order.
    func score(_ totals: [Int]) async throws {
        let rows = try zip(codes, totals).flatMap { code, total in
            try (1...script.judges).flatMap { try sheet(code, judge: "J\($0)", total: total) }
        }
        try await score(rows)
    }

    @discardableResult
    func score(_ rows: [ScoreRow], dryRun: Bool = false) async throws -> MarkImportReport {
        try await registry.importMarks(rows, round: id, as: test.viewer, dryRun: dryRun)
    }

    @discardableResult
    func close(seed: String? = nil, membersPresent: Int? = nil, dryRun: Bool = false) async throws
        -> RoundTally
    {
        try await registry.closeRound(
            id, seed: seed, membersPresent: membersPresent, as: test.viewer, today: script.closedOn,
            dryRun: dryRun)
    }

    @discardableResult
    func decide(
        _ rows: [DecisionRow], act: DecisionAct? = nil, shown: String? = nil, dryRun: Bool = false
    ) async throws -> DecisionReport {
        try await registry.decideRound(
            id, act: act ?? self.act, rows: rows, shown: shown, as: test.viewer, dryRun: dryRun)
    }

    var act: DecisionAct {
        DecisionAct(
            number: "\(9000 + id)/QĐ-UBND", decidedOn: script.decidedOn, signatoryName: "Nguyễn Văn Mẫu")
    }

    @discardableResult
    func issue(on day: Day? = nil, isSpecimen: Bool = false, dryRun: Bool = false) async throws -> Int {
        try await registry.issueCertificates(
            CertificateIssue(
                round: id, issuedOn: day ?? script.issuedOn, baseURL: "https://cnnt.example",
                isSpecimen: isSpecimen),
            as: test.viewer, dryRun: dryRun)
    }

    func record() async throws -> RoundRecord { try await registry.round(id, as: test.viewer) }

    func certificates() async throws -> [CertificateRecord] {
        try await registry.certificates(round: id, as: test.viewer)
    }
}

/// One judge's marks of an entry by the four criteria of the law, adding up to a total.
func sheet(_ entry: String, judge: String, total: Int, firstRow: Int = 2) throws -> [ScoreRow] {
    let market = min(total, 40)
    let economy = min(total - market, 40)
    let culture = min(total - market - economy, 10)
    let marks = [
        ("market", market), ("economy", economy), ("culture", culture),
        ("other", total - market - economy - culture),
    ]
    return try marks.enumerated().map { place, mark in
        try scoreRow(entry, judge, mark.0, "\(mark.1)", row: firstRow + place)
    }
}

func scoreRow(
    _ entry: String, _ judge: String, _ criterion: String, _ score: String, absence: String = "",
    stage: String? = nil,
    row: Int? = nil
) throws -> ScoreRow {
    try ScoreRow(Fields(texts: [entry, judge, criterion, score, absence, stage]), row: row)
}

/// The lines of a decision: `yes` for the first so many entries, `no` for the rest.
func lines(_ codes: [String], recognised: Int) -> [DecisionRow] {
    codes.enumerated().map { DecisionRow(entry: $1, isRecognised: $0 < recognised, row: $0 + 2) }
}
