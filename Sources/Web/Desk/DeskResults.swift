import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Judging as it goes on, and the tally.
    func addJudgingPages(to router: Router<SiteContext>) {
        let progress = DeskProgressRoutes(site: self)
        router.read("/desk/rounds/{id}/progress", progress.page)
        router.read("/desk/rounds/{id}/events", progress.events)
        router.deskPage(self, "tally", for: .tallyRead) { desk in
            desk.answer(try await TallyPage(desk).page)
        }
    }

    /// Meetings and votes, the decision, certificates.
    func addResultPages(to router: Router<SiteContext>) {
        router.deskPage(self, "meetings", for: .meetingRead) { desk in
            desk.answer(try await MeetingPage(desk).page)
        }
        router.deskForm(self, "new-meeting", for: .councilMeet, MeetingForms.meeting)
        router.deskForm(self, "new-vote", for: .councilMeet, MeetingForms.vote)
        router.deskPage(self, "decisions", for: .entryRead) { desk in
            desk.answer(try await DecisionPage(desk).page)
        }
        router.deskForm(self, "decision", for: .roundDecide, DecisionForms.decide)
        router.deskForm(self, "amend", for: .roundDecide, AmendmentForms.amend)
        router.deskPage(self, "minutes", for: .minutesRead) { desk in
            do {
                return .text(try await desk.registry.minutesText(ofRound: desk.id, as: desk.viewer))
            } catch let refusal as Refusal where refusal.violations[0].code == "round-state" {
                throw Problem(
                    .notFound, code: "no-minutes", detail: refusal.violations[0].text.sentence)
            }
        }
        router.deskPage(self, "certificates", for: .certificateRead) { desk in
            desk.answer(try await CertificatePage(desk).page)
        }
    }
}

extension Int {
    /// `1.234`
    fileprivate var grouped: String {
        var digits = String(magnitude)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = String(digits.dropLast(3))
        }
        return (self < 0 ? "-" : "") + ([Substring(digits)] + groups).joined(separator: ".")
    }
}

/// The result as it is, or would be now, and how firmly it stands.
private struct TallyPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let cut = desk.asked("cut").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let result = try await desk.registry.tally(ofRound: desk.id, as: desk.viewer)
        let isProvisional = desk.round.state == .judging
        var page = desk.page(Bilingual(vi: "Tổng hợp điểm", en: "Tally"))
        page.lead = [
            isProvisional
                ? Bilingual(
                    vi: "Tạm tính từ các phiếu đã nộp; chưa phải kết quả.",
                    en: "Provisional, from the sheets handed in so far; not the result.")
                : Bilingual(vi: "Kết quả đã khóa.", en: "The result as it was closed.")
        ]
        page.facts = [
            .init(
                "Điểm đã nộp / được tính", "Marks submitted / counted",
                "\(result.tally.marksSubmitted.grouped) / \(result.tally.marksCounted.grouped)")
        ]
        page.tables = [TallyTable(result).table]
        let entries = result.tally.lines.map { Tally.Entry(code: $0.entry, group: $0.group) }
        let report = try RobustnessReport(of: result.marks, entries: entries, rules: result.rules, cut: cut)
        page.tables += RobustnessTables(report).tables
        page.actions = [5, 10, 20].map {
            .init(
                "\(desk.address)/tally?cut=\($0)", "Độ vững nếu công nhận \($0)", "Robustness, cut at \($0)")
        }
        self.page = page
    }
}

/// Advisory figures, which are never part of a result.
private struct RobustnessTables {
    let tables: [DeskPage.Table]

    init(_ report: RobustnessReport) {
        let agreement: Bilingual =
            switch report.agreement {
            case .success(let concordance):
                Bilingual(
                    vi:
                        "Mức đồng thuận W = \(TallyTable.decimal(concordance.w)), \(concordance.judges) giám khảo, \(concordance.entries) sản phẩm",
                    en: "Concordance W = \(concordance.w)")
            case .failure(let gap): gap.text
            }
        tables = [
            .init(
                Bilingual(
                    vi: "Độ vững (tham khảo): sản phẩm đổi phía"
                        + (report.cut.map { ", ngưỡng \($0)" } ?? ""),
                    en: "Robustness (advisory): entries that would cross a line"),
                empty: Bilingual(
                    vi:
                        "Không sản phẩm nào đổi phía dù bỏ một giám khảo, cắt thêm điểm hay cân lại độ nghiêm.",
                    en: "None crosses, whichever judge is left out, trimmed or evened out."),
                [
                    Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Nếu", en: "If"),
                    Bilingual(vi: "Thì", en: "Then"), Bilingual(vi: "Điểm khi đó", en: "Total then"),
                ],
                report.crossings.map { crossing in
                    [
                        .text(crossing.entry), .words(crossing.scenario.words),
                        .words(crossing.words), .text(crossing.scenarioTotal.map(TallyTable.decimal) ?? "–"),
                    ]
                }),
            .init(
                Bilingual(
                    vi: "Giám khảo (tham khảo). \(agreement.vi)", en: "Judges (advisory). \(agreement.en)"),
                empty: Bilingual(vi: "Chưa có phiếu nào được tính.", en: "No sheet counts yet."),
                [
                    Bilingual(vi: "Giám khảo", en: "Judge"), Bilingual(vi: "Phiếu", en: "Sheets"),
                    Bilingual(vi: "Rộng hơn người khác", en: "More generous by"),
                    Bilingual(vi: "Tương quan", en: "Agreement"),
                ],
                report.judges.map { judge in
                    [
                        .text(judge.judge), .text(String(judge.sheets)),
                        .text(judge.severity.map(TallyTable.decimal) ?? "–"),
                        .text(judge.agreement.map(TallyTable.decimal) ?? "–"),
                    ]
                }),
        ]
    }
}

extension RobustnessReport.Scenario {
    fileprivate var words: Bilingual {
        switch self {
        case .withoutJudge(let judge):
            Bilingual(vi: "không có giám khảo \(judge)", en: "without judge \(judge)")
        case .trimmed:
            Bilingual(vi: "bỏ thêm một điểm cao nhất, thấp nhất", en: "one more highest and lowest left out")
        case .severityAdjusted:
            Bilingual(vi: "cân lại độ nghiêm của giám khảo", en: "judges' severity evened out")
        }
    }
}

extension RobustnessReport.Crossing {
    fileprivate var words: Bilingual {
        switch (line, comesIn) {
        case (.threshold, true): Bilingual(vi: "đủ điều kiện", en: "becomes eligible")
        case (.threshold, false): Bilingual(vi: "không đủ điều kiện", en: "is not eligible")
        case (.cut, true): Bilingual(vi: "vào danh sách", en: "comes in")
        case (.cut, false): Bilingual(vi: "ra khỏi danh sách", en: "drops out")
        }
    }
}

private struct MeetingPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let meetings = try await desk.registry.meetings(ofRound: desk.id, as: desk.viewer)
        let votes = try await desk.registry.votes(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Họp Hội đồng và biểu quyết", en: "Meetings and votes"))
        page.warnings = desk.standing.missing.filter { $0.code.hasPrefix("decision-vote") }.map(
            \.text.sentence)
        if desk.standing.may(.councilMeet), desk.round.state != .cancelled {
            page.actions = [.init("\(desk.address)/new-meeting", "Ghi một cuộc họp", "Record a meeting")]
            if [.closed, .decided, .published].contains(desk.round.state), !meetings.isEmpty {
                page.actions.append(.init("\(desk.address)/new-vote", "Ghi biểu quyết", "Record a vote"))
            }
        }
        page.tables = [
            .init(
                Bilingual(vi: "Cuộc họp", en: "Meetings"), empty: Bilingual(vi: "Chưa ghi.", en: "None."),
                [
                    Bilingual(vi: "Ngày", en: "Day"), Bilingual(vi: "Nơi họp", en: "Place"),
                    Bilingual(vi: "Có mặt", en: "Present"), Bilingual(vi: "Đủ thành viên", en: "Quorate"),
                    Bilingual(vi: "Được tính", en: "Counts"),
                ],
                meetings.map { meeting in
                    [
                        .text(meeting.heldOn.vietnamese), .text(meeting.place),
                        .text(
                            "\(meeting.present.count)/\(meeting.councilSize): \(meeting.present.joined(separator: ", "))"
                        ), .words(Self.yes(meeting.isQuorate)), .words(Self.yes(meeting.counts)),
                    ]
                }),
            .init(
                Bilingual(vi: "Biểu quyết", en: "Votes"), empty: Bilingual(vi: "Chưa ghi.", en: "None."),
                [
                    Bilingual(vi: "Ngày", en: "Day"), Bilingual(vi: "Về", en: "On"),
                    Bilingual(vi: "Tán thành", en: "For"), Bilingual(vi: "Không tán thành", en: "Against"),
                    Bilingual(vi: "Không có ý kiến", en: "Abstained"),
                    Bilingual(vi: "Thông qua", en: "Adopted"),
                ],
                votes.map { vote in
                    [
                        .text(vote.heldOn.vietnamese), .text(vote.entry ?? "toàn bộ danh sách"),
                        .text(String(vote.vote.inFavour)), .text(String(vote.vote.against)),
                        .text(String(vote.vote.abstained)), .words(Self.yes(vote.vote.isAdopted)),
                    ]
                }),
        ]
        self.page = page
    }

    private static func yes(_ flag: Bool) -> Bilingual {
        flag ? Bilingual(vi: "có", en: "yes") : Bilingual(vi: "không", en: "no")
    }
}

private enum MeetingForms {
    @Sendable static func meeting(_ desk: DeskRound) async throws -> DeskForm {
        let members = try await desk.registry.council(ofRound: desk.id, as: desk.viewer)
        return DeskForm(
            title: Bilingual(vi: "Ghi một cuộc họp Hội đồng", en: "Record a meeting of the council"),
            lead: [
                Bilingual(
                    vi: "Ghi lại cùng ngày thì thay bản trước; bản trước vẫn đọc được.",
                    en: "The same day recorded again replaces the earlier record, which stays readable.")
            ], values: ["on": desk.today.vietnamese],
            fields: { filling in
                [
                    filling.day("on", Bilingual(vi: "Ngày họp", en: "Day")),
                    filling.line("place", Bilingual(vi: "Nơi họp", en: "Place"), isOptional: true),
                ]
                    + members.map { member in
                        filling.check(
                            "member-\(member.id)",
                            Bilingual(
                                vi: "\(member.name), \(member.role.name.vi)", en: member.role.name.en))
                    }
            }, button: Bilingual(vi: "Ghi cuộc họp", en: "Record"), wayBack: "\(desk.address)/meetings"
        ) { fields in
            let present = members.filter { fields["member-\($0.id)"] == "yes" }.map { String($0.id) }
            _ = try await desk.registry.recordMeeting(
                ofRound: desk.id, on: try fields.day("on"), present: present, place: fields.text("place"),
                as: desk.viewer, today: desk.today)
            return .done("\(desk.address)/meetings")
        }
    }

    @Sendable static func vote(_ desk: DeskRound) async throws -> DeskForm {
        let meetings = try await desk.registry.meetings(ofRound: desk.id, as: desk.viewer)
        let entries = try await desk.registry.entries(ofRound: desk.id, as: desk.viewer).filter {
            $0.state == .accepted
        }
        return DeskForm(
            title: Bilingual(vi: "Ghi biểu quyết", en: "Record a vote"),
            lead: [
                Bilingual(
                    vi: "Tại một cuộc họp đã ghi và đủ thành viên.",
                    en: "At a recorded meeting with its quorum.")
            ],
            values: [
                "on": meetings.last { $0.counts }?.heldOn.vietnamese ?? "", "against": "0", "abstained": "0",
            ],
            fields: { filling in
                [
                    filling.day("on", Bilingual(vi: "Ngày họp", en: "Day of the meeting")),
                    filling.list(
                        "entry", Bilingual(vi: "Về sản phẩm", en: "On the entry"),
                        of: entries.map {
                            ($0.code, Bilingual(vi: "\($0.code) – \($0.productName)", en: ""))
                        },
                        hint: Bilingual(
                            vi: "Bỏ trống: toàn bộ danh sách.", en: "Empty: on the list as a whole."),
                        isOptional: true),
                    filling.line("for", Bilingual(vi: "Tán thành", en: "For"), inputMode: "numeric"),
                    filling.line(
                        "against", Bilingual(vi: "Không tán thành", en: "Against"), inputMode: "numeric"),
                    filling.line(
                        "abstained", Bilingual(vi: "Không có ý kiến", en: "Abstained"), inputMode: "numeric"),
                ]
            }, button: Bilingual(vi: "Ghi biểu quyết", en: "Record"), wayBack: "\(desk.address)/meetings"
        ) { fields in
            do {
                _ = try await desk.registry.recordVote(
                    ofRound: desk.id, on: try fields.day("on"), entry: fields.text("entry"),
                    inFavour: try fields.number("for"), against: try fields.number("against"),
                    abstained: try fields.number("abstained"), as: desk.viewer)
            } catch let refusal as Refusal where refusal.violations[0].code == "vote-sum" {
                // the three numbers are wrong, not the day that stands first
                throw Refusal(refusal.violations[0].inColumn("for"))
            }
            return .done("\(desk.address)/meetings")
        }
    }
}

private struct DecisionPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let lines = try await desk.registry.decisionLines(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Quyết định công nhận", en: "Decision"))
        if desk.round.state == .closed, desk.standing.may(.roundDecide) {
            page.warnings = desk.standing.missing.map(\.text.sentence)
            page.actions = [.init("\(desk.address)/decision", "Ghi quyết định", "Record the decision")]
        }
        if [.decided, .published].contains(desk.round.state), desk.standing.may(.roundDecide) {
            page.actions = [.init("\(desk.address)/amend", "Ghi quyết định sửa đổi", "Amend the decision")]
        }
        if desk.standing.may(.minutesRead), [.closed, .decided, .published].contains(desk.round.state) {
            page.actions.append(.init("\(desk.address)/minutes", "Biên bản tổng hợp", "Minutes"))
        }
        if let decision = desk.standing.decision {
            page.facts = [
                .init("Số, ngày", "Number, day", "\(decision.number), ngày \(decision.decidedOn.vietnamese)"),
                .init("Cơ quan", "Authority", decision.authority),
                .init("Người ký", "Signatory", "\(decision.signatoryTitle) \(decision.signatoryName)"),
            ]
        }
        page.tables = [
            .init(
                Bilingual(vi: "Danh sách", en: "List"),
                empty: Bilingual(vi: "Chưa có quyết định.", en: "There is no decision yet."),
                [
                    Bilingual(vi: "Quyết định", en: "Act"), Bilingual(vi: "Mã số", en: "Entry"),
                    Bilingual(vi: "Sản phẩm", en: "Product"), Bilingual(vi: "Công nhận", en: "Recognised"),
                    Bilingual(vi: "Bộ, hạng", en: "Set, class"), Bilingual(vi: "Lý do", en: "Reason"),
                    Bilingual(vi: "Hiệu lực", en: "Standing"),
                ],
                lines.map { line in
                    [
                        .text(line.number), .text(line.entry), .text(line.productName),
                        .words(
                            line.isRecognised
                                ? Bilingual(vi: "có", en: "yes") : Bilingual(vi: "không", en: "no")),
                        .text([line.setName, line.awardClass].compactMap(\.self).joined(separator: ", ")),
                        .text(line.reason),
                        .words(
                            line.isStanding
                                ? Bilingual(vi: "đang có hiệu lực", en: "stands")
                                : Bilingual(vi: "đã sửa đổi", en: "amended")),
                    ]
                })
        ]
        self.page = page
    }
}

/// The act itself, the same whether it decides or amends.
private enum DecisionActFields {
    static let names = [
        "number", "date", "authority", "place", "capacity", "signatory_title", "signatory_name",
    ]

    static func fields(_ filling: FormFilling) -> [FormField] {
        [
            filling.line(
                "number", Bilingual(vi: "Số quyết định", en: "Number"),
                hint: Bilingual(vi: "Ví dụ 1234/QĐ-UBND.", en: "For example 1234/QĐ-UBND.")),
            filling.day("date", Bilingual(vi: "Ngày quyết định", en: "Day")),
            filling.line(
                "authority", Bilingual(vi: "Cơ quan quyết định", en: "Authority"),
                hint: Bilingual(
                    vi: "Bỏ trống: theo cấp, bằng tên của ngày đó.", en: "Empty: as the level says."),
                isOptional: true),
            filling.line("place", Bilingual(vi: "Nơi ký", en: "Place"), isOptional: true),
            filling.list(
                "capacity", Bilingual(vi: "Quyền hạn ký", en: "Signs"),
                of: SigningCapacity.allCases.map {
                    ($0.rawValue, Bilingual(vi: "\($0.mark) \($0.meaning.vi)", en: $0.meaning.en))
                }, isOptional: true),
            filling.line(
                "signatory_title", Bilingual(vi: "Chức vụ người ký", en: "Title"), isOptional: true),
            filling.line(
                "signatory_name", Bilingual(vi: "Họ tên người ký", en: "Signatory"),
                isOptional: true),
        ]
    }

    static func act(_ fields: FormFields) throws -> DecisionAct {
        DecisionAct(
            number: fields["number"], decidedOn: try fields.day("date"), authority: fields.text("authority"),
            place: fields.text("place"), capacity: SigningCapacity(rawValue: fields["capacity"]),
            signatoryTitle: fields.text("signatory_title"), signatoryName: fields.text("signatory_name"))
    }
}

private enum AmendmentForms {
    /// An act that changes what the decision says of some entries, by a file of those alone; what it changes is looked at first.
    @Sendable static func amend(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Ghi quyết định sửa đổi", en: "Record an amending decision"),
            lead: [
                Bilingual(
                    vi:
                        "Tệp chỉ ghi những sản phẩm thay đổi (của một bộ thì ghi cả bộ). Danh hiệu bị hủy thì giấy chứng nhận bị thu hồi bằng chính quyết định này.",
                    en:
                        "The file names only the entries that change. The certificate of an award that is withdrawn is revoked by the same act."
                )
            ], values: ["date": desk.today.vietnamese],
            fields: { filling in
                DecisionActFields.fields(filling) + [
                    filling.line("because", Bilingual(vi: "Lý do sửa đổi", en: "Why")),
                    filling.file(
                        "file", Bilingual(vi: "Tệp danh sách", en: "File with the list"),
                        accept: ".csv,.xlsx",
                        hint: Bilingual(
                            vi: "Các cột: entry, recognised, set_name, class, reason.", en: "The columns.")),
                ]
            }, button: Bilingual(vi: "Xem trước khi ghi", en: "Look at it first"),
            wayBack: "\(desk.address)/decisions"
        ) { fields in
            guard let received = try ReceivedRecords(fields, field: "file") else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn một tệp", en: "choose a file",
                        at: Place(column: "file")))
            }
            let act = try DecisionActFields.act(fields)
            let file = try RecordFile<DecisionColumn>.read(received: received.bytes, name: received.name)
            let rows = try file.parsed { (row, notation) throws(Refusal) in
                try DecisionRow(row.fields, notation, row: row.line)
            }.map(\.value)
            let isSure = fields["sure"] == "yes"
            let report = try await desk.registry.amendDecision(
                ofRound: desk.id, act: act, because: fields["because"], rows: rows, base: fields.text("base"),
                as: desk.viewer, today: desk.today, dryRun: !isSure)
            if isSure { return .done("\(desk.address)/decisions") }
            var page = desk.page(
                Bilingual(vi: "Quyết định sửa đổi \(act.number): xem trước", en: "The amendment"))
            page.facts = [.init("Sửa đổi quyết định", "Amends", report.amends)]
            page.warnings = report.warnings.map(\.text.sentence)
            page.tables = [
                .init(
                    Bilingual(vi: "Thay đổi", en: "Changes"), empty: Bilingual(vi: "Không có.", en: "None."),
                    [
                        Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Sản phẩm", en: "Product"),
                        Bilingual(vi: "Trước", en: "Before"), Bilingual(vi: "Sau", en: "After"),
                        Bilingual(vi: "Lý do", en: "Reason"),
                        Bilingual(vi: "Giấy bị thu hồi", en: "Certificate revoked"),
                    ],
                    report.lines.map { line in
                        [
                            .text(line.change.entry), .text(line.productName),
                            .words(line.change.before.outcome), .words(line.change.after.outcome),
                            .text(line.reason), .text(line.revoked),
                        ]
                    })
            ]
            page.forms = [
                .init(
                    action: "\(desk.address)/amend",
                    // whoever amended meanwhile makes this out of date
                    fields: fields.carried(
                        ["seen", "because"] + DecisionActFields.names,
                        adding: ["sure": "yes", "base": report.amends])
                        + received.carried("").filter { ["content", "name"].contains($0.id) },
                    button: Bilingual(vi: "Ghi quyết định này", en: "Record this decision"))
            ]
            return .look(page)
        }
    }
}

private enum DecisionForms {
    /// The act, and of each accepted entry whether it is recognised; or the list as a file. What would come of it is looked at
    /// first.
    @Sendable static func decide(_ desk: DeskRound) async throws -> DeskForm {
        let entries = try await desk.registry.entries(ofRound: desk.id, as: desk.viewer).filter {
            $0.state == .accepted
        }
        let tally = try await desk.registry.tally(ofRound: desk.id, as: desk.viewer).tally
        let lines = Dictionary(tally.lines.map { ($0.entry, $0) }) { first, _ in first }
        let ordered = tally.lines.compactMap { line in entries.first { $0.code == line.entry } }
        var values = ["date": desk.today.vietnamese]
        for entry in ordered {
            values["recognised-\(entry.code)"] = lines[entry.code]?.eligible == false ? "no" : "yes"
        }
        let choices = [
            (value: "yes", name: Bilingual(vi: "công nhận", en: "recognised")),
            (value: "no", name: Bilingual(vi: "không công nhận", en: "not recognised")),
        ]
        return DeskForm(
            title: Bilingual(vi: "Ghi quyết định", en: "Record the decision"),
            lead: [
                Bilingual(
                    vi:
                        "Chọn cho từng sản phẩm, hoặc chọn tệp danh sách (khi đó các lựa chọn dưới đây không dùng).",
                    en: "Choose for each entry, or choose a file with the list, which then counts instead."),
                Bilingual(
                    vi:
                        "Sản phẩm ghép thành bộ hoặc có hạng thì ghi bằng tệp: entry, recognised, set_name, class, reason.",
                    en: "Sets and classes go by a file."),
            ] + desk.standing.missing.map(\.text.sentence), values: values,
            fields: { filling in
                DecisionActFields.fields(filling) + [
                    filling.file(
                        "file", Bilingual(vi: "Tệp danh sách", en: "File with the list"),
                        accept: ".csv,.xlsx", isOptional: true)
                ]
                    + ordered.map { entry in
                        filling.few(
                            "recognised-\(entry.code)",
                            Bilingual(
                                vi:
                                    "\(entry.code) – \(entry.productName), \(entry.establishmentName): \(lines[entry.code]?.shown.map(TallyTable.decimal) ?? "–") điểm",
                                en: lines[entry.code]?.eligible == false ? "not eligible" : ""),
                            of: choices)
                    }
            }, button: Bilingual(vi: "Xem trước khi ghi", en: "Look at it first"),
            wayBack: "\(desk.address)/decisions"
        ) { fields in
            let act = try DecisionActFields.act(fields)
            let received = try ReceivedRecords(fields, field: "file")
            let rows = try rows(fields, received, ordered)
            let isSure = fields["sure"] == "yes"
            let report = try await desk.registry.decideRound(
                desk.id, act: act, rows: rows, as: desk.viewer, dryRun: !isSure)
            if isSure { return .done("\(desk.address)/decisions") }
            return .look(look(desk, act, report, rows, fields, received, ordered))
        }
    }

    private static func rows(
        _ fields: FormFields, _ received: ReceivedRecords?, _ entries: [EntryRecord]
    ) throws -> [DecisionRow] {
        if let received {
            let file = try RecordFile<DecisionColumn>.read(received: received.bytes, name: received.name)
            return try file.parsed { (row, notation) throws(Refusal) in
                try DecisionRow(row.fields, notation, row: row.line)
            }.map(\.value)
        }
        return try entries.map { entry in
            let field = "recognised-\(entry.code)"
            do throws(Refusal) {
                return try DecisionRow(entry: entry.code, recognised: fields[field])
            } catch {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn cho \(entry.code)", en: "choose for \(entry.code)",
                        at: Place(column: field)))
            }
        }
    }

    private static func look(
        _ desk: DeskRound, _ act: DecisionAct, _ report: DecisionReport, _ rows: [DecisionRow],
        _ fields: FormFields, _ received: ReceivedRecords?, _ entries: [EntryRecord]
    ) -> DeskPage {
        let names = Dictionary(entries.map { ($0.code, $0.productName) }) { first, _ in first }
        var page = desk.page(Bilingual(vi: "Quyết định \(act.number): xem trước", en: "The decision"))
        page.lead = [
            Bilingual(
                vi: "Quyết định đã ghi thì không sửa được, chỉ sửa đổi bằng quyết định khác.",
                en: "Once recorded it cannot be changed, only amended by another act.")
        ]
        page.warnings = report.warnings.map(\.text.sentence)
        page.facts = [
            .init("Số, ngày", "Number, day", "\(act.number), ngày \(act.decidedOn.vietnamese)"),
            .init("Công nhận", "Recognised", "\(report.recognised), trong đó \(report.sets) bộ"),
            .init("Không công nhận", "Not recognised", String(report.unrecognised)),
        ]
        page.tables = [
            .init(
                Bilingual(vi: "Danh sách", en: "List"), empty: Bilingual(vi: "Trống.", en: "Empty."),
                [
                    Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Sản phẩm", en: "Product"),
                    Bilingual(vi: "Công nhận", en: "Recognised"), Bilingual(vi: "Bộ, hạng", en: "Set, class"),
                ],
                rows.map { row in
                    [
                        .text(row.entry), .text(names[row.entry]),
                        .words(
                            row.isRecognised
                                ? Bilingual(vi: "có", en: "yes") : Bilingual(vi: "không", en: "no")),
                        .text([row.setName, row.awardClass].compactMap(\.self).joined(separator: ", ")),
                    ]
                })
        ]
        var carried = fields.carried(
            ["seen"] + DecisionActFields.names
                + (received == nil ? entries.map { "recognised-\($0.code)" } : []), adding: ["sure": "yes"])
        if let received {
            carried += received.carried(fields["seen"]).filter { ["content", "name"].contains($0.id) }
        }
        page.forms = [
            .init(
                action: "\(desk.address)/decision", fields: carried,
                button: Bilingual(vi: "Ghi quyết định này", en: "Record this decision"))
        ]
        return page
    }
}

private struct CertificatePage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let certificates = try await desk.registry.certificates(round: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Giấy chứng nhận", en: "Certificates"))
        let missing = desk.standing.awardsWithoutCertificate
        page.facts = [
            .init("Đã cấp", "Issued", String(certificates.count)),
            .init("Chưa cấp", "Not issued yet", String(missing)),
        ]
        if missing > 0 {
            page.lead = [
                Bilingual(
                    vi:
                        "Giấy được vẽ và ký tại máy giữ phông chữ và khóa ký. Ở đó hãy chạy: cnnt certificate issue \(desk.id) --out THƯ-MỤC. Chạy lại thì tiếp tục phần còn thiếu.",
                    en:
                        "Certificates are drawn and signed at the machine that keeps the fonts and the signing key. Run there: cnnt certificate issue \(desk.id) --out FOLDER. Run again it goes on with what is missing."
                )
            ]
        }
        if desk.standing.may(.certificateIssue) {
            page.warnings = try await desk.registry.awardsInDoubt(ofRound: desk.id, as: desk.viewer).map {
                Bilingual(
                    vi: "Chưa cấp giấy cho “\($0)”: kết quả đã sửa, sản phẩm không còn đủ điều kiện.",
                    en:
                        "No certificate for “\($0)”: the result was corrected and it is not eligible any more."
                )
            }
        }
        page.tables = [
            .init(
                Bilingual(vi: "Danh sách", en: "List"),
                empty: Bilingual(vi: "Chưa cấp giấy nào.", en: "None."),
                [
                    Bilingual(vi: "Số", en: "Number"), Bilingual(vi: "Sản phẩm", en: "Product"),
                    Bilingual(vi: "Cơ sở", en: "Establishment"), Bilingual(vi: "Ngày cấp", en: "Issued on"),
                    Bilingual(vi: "Đến hết ngày", en: "Valid to"), Bilingual(vi: "Tình trạng", en: "State"),
                    Bilingual(vi: "Tệp", en: "File"),
                ],
                certificates.map { certificate in
                    [
                        certificate.code.map { .link("/c/\($0)", certificate.number ?? "–") }
                            ?? .text(certificate.number), .text(certificate.productName),
                        .text(certificate.establishmentName), .text(certificate.issuedOn.vietnamese),
                        .text(certificate.validTo.vietnamese),
                        .words(
                            certificate.status(on: desk.today)?.name
                                ?? Bilingual(vi: "chưa đến ngày cấp", en: "not yet issued")),
                        .words(
                            certificate.sha256 == nil
                                ? Bilingual(vi: "chưa vẽ", en: "not drawn")
                                : certificate.signer == nil
                                    ? Bilingual(vi: "đã vẽ, chưa ký", en: "drawn, not signed")
                                    : Bilingual(vi: "đã ký", en: "signed")),
                    ]
                })
        ]
        self.page = page
    }
}
