import Registry
import RuralIndustry

/// A sheet in a list: where it is, and how it stands.
struct SheetItem: Sendable {
    let address: String
    let entry: String
    /// One or none: what judges may read in place of the product's name.
    let names: [TextLine]
    let state: Bilingual
    /// The colour of the state: `none`, `expired`, `live` or `revoked`.
    let tone: String
    /// One or none: the sum of the marks so far, `45,5`.
    let totals: [TextLine]
    /// One or none: how many criteria have nothing yet, while it is written on.
    let lacks: [TextLine]

    init(
        address: String, entry: String, name: String?, state: Bilingual, tone: String, total: String?,
        lacking: Int
    ) {
        self.address = address
        self.entry = entry
        names = name.map { [TextLine(text: $0)] } ?? []
        self.state = state
        self.tone = tone
        totals = total.map { [TextLine(text: $0)] } ?? []
        lacks = lacking > 0 ? [TextLine(text: String(lacking))] : []
    }

    init(_ sheet: SheetRecord, at address: String) {
        let isWritten = !sheet.content.marks.isEmpty
        self.init(
            address: address, entry: sheet.entry, name: sheet.judgingName, state: sheet.standing,
            tone: sheet.tone, total: isWritten ? sheet.content.total?.vietnamese : nil,
            lacking: isWritten && sheet.state != .submitted ? sheet.lacking.count : 0)
    }
}

extension SheetRecord {
    /// Written to the end, and not handed in.
    var isReady: Bool { state != .submitted && state != .missing && lacking.isEmpty }

    /// Where it stands, to its judge.
    var standing: Bilingual {
        switch state {
        case .missing: Bilingual(vi: "chưa chấm", en: "not marked")
        case .draft:
            lacking.isEmpty
                ? Bilingual(vi: "đã đủ, chưa nộp", en: "complete, not submitted")
                : Bilingual(vi: "đang chấm", en: "being marked")
        case .submitted, .reopened: state.name
        }
    }

    var tone: String {
        switch state {
        case .missing: "none"
        case .draft: "expired"
        case .submitted: "live"
        case .reopened: "revoked"
        }
    }
}

/// How many sheets stand where.
struct SheetCount: Sendable {
    let number: String
    let name: Bilingual
    let tone: String

    static func all(of sheets: [SheetRecord]) -> [SheetCount] {
        let names: [(SheetState, Bilingual)] = [
            (.missing, Bilingual(vi: "chưa chấm", en: "not marked")),
            (.draft, Bilingual(vi: "chưa nộp", en: "not submitted")),
            (.reopened, Bilingual(vi: "được mở lại", en: "reopened")),
            (.submitted, Bilingual(vi: "đã nộp", en: "submitted")),
        ]
        return names.compactMap { state, name in
            let some = sheets.filter { $0.state == state }
            return some.isEmpty
                ? nil : SheetCount(number: String(some.count), name: name, tone: some[0].tone)
        }
    }
}

/// `/judging`.
struct JudgingListView: Sendable {
    struct Next: Sendable {
        let address: String
        let entry: String
    }

    struct Item: Sendable {
        let address: String
        let name: String
        let organiser: String
        let heldOn: String
        let state: Bilingual
        let counts: [SheetCount]
        /// One or none: the next sheet to mark.
        let nexts: [Next]
    }

    /// Tells apart what the script keeps on this machine for several people.
    let account: String
    let hasRounds: Bool
    let rounds: [Item]

    init(account: String, rounds: [Item]) {
        self.account = account
        hasRounds = !rounds.isEmpty
        self.rounds = rounds
    }

    init(_ rounds: [JudgingRound], account: Int64) {
        self.init(
            account: String(account),
            rounds: rounds.map { round in
                let next = round.next
                return Item(
                    address: JudgingAddress(round: round.id, stage: nil).sheets, name: round.name,
                    organiser: round.organiserName, heldOn: round.heldOn.vietnamese, state: round.state.name,
                    counts: SheetCount.all(of: round.stages.flatMap(\.sheets)),
                    nexts: next.map { [$0] } ?? [])
            })
    }
}

extension JudgingRound {
    /// The next sheet to mark: one that was given back, else one that was begun, else one that is empty.
    var next: JudgingListView.Next? {
        guard isJudging else { return nil }
        for state in [SheetState.reopened, .draft, .missing] {
            for stage in stages {
                if let sheet = stage.sheets.first(where: { $0.state == state && !$0.isReady }) {
                    return JudgingListView.Next(
                        address: address(of: stage).sheet(sheet.entry), entry: sheet.entry)
                }
            }
        }
        return nil
    }

    func address(of stage: JudgingStage) -> JudgingAddress {
        JudgingAddress(round: id, stage: stage.name == nil ? nil : stage.id)
    }
}

/// `/judging/ROUND`.
struct JudgingRoundView: Sendable {
    struct Stage: Sendable {
        /// One or none.
        let names: [TextLine]
        let counts: [SheetCount]
        let hasSheets: Bool
        let sheets: [SheetItem]
        /// Whether something can be handed in, how much, and where.
        let isReady: Bool
        let ready: String
        let submission: String

        init(name: String?, counts: [SheetCount], sheets: [SheetItem], ready: Int, submission: String) {
            names = name.map { [TextLine(text: $0)] } ?? []
            self.counts = counts
            hasSheets = !sheets.isEmpty
            self.sheets = sheets
            isReady = ready > 0
            self.ready = String(ready)
            self.submission = submission
        }
    }

    /// Tells apart what the script keeps on this machine for several people.
    let account: String
    let notices: [Bilingual]
    let name: String
    let organiser: String
    let heldOn: String
    let state: Bilingual
    let judge: String
    /// Said where no sheet is written on now.
    let hints: [Bilingual]
    let nexts: [JudgingListView.Next]
    let stages: [Stage]
    /// One or none: the head judge's page.
    let boards: [TextLine]

    init(
        account: String, notices: [Bilingual], name: String, organiser: String, heldOn: String,
        state: Bilingual, judge: String, hints: [Bilingual], nexts: [JudgingListView.Next], stages: [Stage],
        board: String?
    ) {
        self.account = account
        self.notices = notices
        self.name = name
        self.organiser = organiser
        self.heldOn = heldOn
        self.state = state
        self.judge = judge
        self.hints = hints
        self.nexts = nexts
        self.stages = stages
        boards = board.map { [TextLine(text: $0)] } ?? []
    }

    init(_ round: JudgingRound, done: String?, isHead: Bool, account: Int64) {
        self.init(
            account: String(account), notices: Self.notice(done).map { [$0] } ?? [], name: round.name,
            organiser: round.organiserName, heldOn: round.heldOn.vietnamese, state: round.state.name,
            judge: round.judge, hints: Self.hint(round).map { [$0] } ?? [],
            nexts: round.next.map { [$0] } ?? [],
            stages: round.stages.map { stage in
                let address = round.address(of: stage)
                return Stage(
                    name: stage.name, counts: SheetCount.all(of: stage.sheets),
                    sheets: stage.sheets.map { SheetItem($0, at: address.sheet($0.entry)) },
                    ready: round.isJudging ? stage.sheets.count(where: \.isReady) : 0,
                    submission: address.submission)
            }, board: isHead ? "/judging-board/\(round.id)" : nil)
    }

    private static func notice(_ done: String?) -> Bilingual? {
        switch done {
        case "submitted": Bilingual(vi: "Đã nộp phiếu.", en: "The sheet was submitted.")
        case "submitted-all": Bilingual(vi: "Đã nộp các phiếu.", en: "The sheets were submitted.")
        default: nil
        }
    }

    private static func hint(_ round: JudgingRound) -> Bilingual? {
        switch round.state {
        case .draft, .open:
            Bilingual(
                vi: "Kỳ bình chọn chưa đến bước chấm điểm. Khi bắt đầu chấm, phiếu của bạn sẽ hiện ở đây.",
                en: "The round is not judged yet. Your sheets appear here when it is.")
        case .judging: nil
        case .closed, .decided, .published, .cancelled:
            Bilingual(
                vi: "Điểm đã khóa: các phiếu dưới đây chỉ để xem.",
                en: "The marks are locked: the sheets below can only be read.")
        }
    }
}

/// `/judging/ROUND/submit`.
struct JudgingSubmissionView: Sendable {
    struct Ready: Sendable {
        let entry: String
        let revision: String
        let address: String
        let total: String
    }

    struct Lacking: Sendable {
        let entry: String
        let address: String
        /// What is missing, each leading to its field.
        let criteria: [Criterion]
    }

    struct Criterion: Sendable {
        let address: String
        let name: String
    }

    let hasErrors: Bool
    let errors: [FormError]
    let round: String
    let back: String
    let action: String
    let hasReady: Bool
    let count: String
    let ready: [Ready]
    let isLacking: Bool
    let lacking: [Lacking]

    init(
        errors: [FormError], round: String, back: String, action: String, ready: [Ready], lacking: [Lacking]
    ) {
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.round = round
        self.back = back
        self.action = action
        hasReady = !ready.isEmpty
        count = String(ready.count)
        self.ready = ready
        isLacking = !lacking.isEmpty
        self.lacking = lacking
    }

    init(_ round: JudgingRound, _ stage: JudgingStage, errors: [FormError]) {
        let address = round.address(of: stage)
        self.init(
            errors: errors, round: round.name, back: address.sheets, action: address.submission,
            ready: (round.isJudging ? stage.sheets.filter(\.isReady) : []).map {
                Ready(
                    entry: $0.entry, revision: $0.revision, address: address.submission(of: $0.entry),
                    total: $0.content.total?.vietnamese ?? "")
            },
            lacking: stage.sheets.filter { $0.state != .submitted && !$0.isReady }.map { sheet in
                Lacking(
                    entry: sheet.entry, address: address.sheet(sheet.entry),
                    criteria: sheet.lines.filter { $0.mark == nil }.map {
                        Criterion(
                            address: address.sheet(sheet.entry) + "#"
                                + SheetInput.Field.mark($0.leaf.id).name,
                            name: $0.leaf.name)
                    })
            })
    }
}
