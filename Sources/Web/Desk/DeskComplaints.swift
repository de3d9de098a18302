import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Complaints about a round's result, with the last days of both terms.
    func addComplaintPages(to router: Router<SiteContext>) {
        router.deskPage(self, "complaints", for: .complaintRead) { desk in
            desk.answer(try await ComplaintPage(desk).page)
        }
        router.deskForm(self, "new-complaint", for: .complaintFile, ComplaintForms.file)
        router.deskForm(self, "complaints/{complaint}/answer", for: .complaintAnswer, ComplaintForms.answer)
        router.deskForm(
            self, "complaints/{complaint}/withdraw", for: .complaintAnswer, ComplaintForms.withdraw)
    }
}

private struct ComplaintPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let complaints = try await desk.registry.complaints(round: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Khiếu nại", en: "Complaints"))
        if desk.standing.may(.complaintFile), [.closed, .decided, .published].contains(desk.round.state) {
            page.actions = [.init("\(desk.address)/new-complaint", "Ghi một khiếu nại", "Record a complaint")]
        }
        let mayAnswer = desk.standing.may(.complaintAnswer)
        page.tables = [
            .init(
                Bilingual(vi: "Gấp nhất trước", en: "The most pressing first"),
                empty: Bilingual(vi: "Không có khiếu nại nào.", en: "None."),
                [
                    Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Người khiếu nại", en: "Complainant"),
                    Bilingual(vi: "Nội dung", en: "Statement"), Bilingual(vi: "Nhận ngày", en: "Received"),
                    Bilingual(vi: "Hạn nộp", en: "To be filed by"),
                    Bilingual(vi: "Hạn trả lời", en: "To be answered by"),
                    Bilingual(vi: "Tình trạng", en: "State"), Bilingual(vi: "Việc", en: "Do"),
                ],
                complaints.map { complaint in
                    let link = "\(desk.address)/complaints/\(complaint.id)"
                    return [
                        .text(complaint.entry), .text(complaint.complainant), .text(complaint.statement),
                        .text(complaint.receivedOn.vietnamese), .text(complaint.fileBy?.vietnamese),
                        .text(complaint.answerBy?.vietnamese),
                        .words(Self.state(of: complaint, on: desk.today)),
                        mayAnswer && complaint.state == .open
                            ? .links([
                                .init("\(link)/answer", "Trả lời", "Answer"),
                                .init("\(link)/withdraw", "Rút", "Withdrawn"),
                            ])
                            : .text(
                                [
                                    complaint.finding?.name.vi, complaint.answerNumber,
                                    complaint.endedOn?.vietnamese,
                                ].compactMap(\.self).joined(separator: " · ")),
                    ]
                })
        ]
        self.page = page
    }

    private static func state(of complaint: ComplaintRecord, on day: Day) -> Bilingual {
        guard complaint.isOverdue(on: day) else { return complaint.state.name }
        return Bilingual(vi: "\(complaint.state.name.vi), quá hạn", en: "\(complaint.state.name.en), late")
    }
}

private enum ComplaintForms {
    @Sendable static func file(_ desk: DeskRound) async throws -> DeskForm {
        let entries = try await desk.registry.entries(ofRound: desk.id, as: desk.viewer)
        return DeskForm(
            title: Bilingual(vi: "Ghi một khiếu nại", en: "Record a complaint"),
            values: ["received": desk.today.vietnamese],
            fields: { filling in
                [
                    filling.list(
                        "entry", Bilingual(vi: "Về sản phẩm", en: "On the entry"),
                        of: entries.map {
                            ($0.code, Bilingual(vi: "\($0.code) – \($0.productName)", en: ""))
                        }), filling.line("by", Bilingual(vi: "Người khiếu nại", en: "Complainant")),
                    filling.area("text", Bilingual(vi: "Nội dung", en: "Statement")),
                    filling.day("received", Bilingual(vi: "Ngày Hội đồng nhận", en: "Received on")),
                    filling.day(
                        "noticed-on",
                        Bilingual(vi: "Ngày nhận thông báo kết quả", en: "When they were told the result"),
                        hint: Bilingual(
                            vi: "Bỏ trống: theo thông báo đã ghi.", en: "Empty: by the recorded notice."),
                        isOptional: true),
                    filling.line(
                        "late_because",
                        Bilingual(vi: "Lý do vẫn nhận dù quá hạn", en: "Why it is taken late"),
                        isOptional: true),
                ]
            }, button: Bilingual(vi: "Ghi khiếu nại", en: "Record"), wayBack: "\(desk.address)/complaints"
        ) { fields in
            _ = try await desk.registry.fileComplaint(
                NewComplaint(
                    round: desk.id, entry: fields["entry"], complainant: fields["by"],
                    statement: fields["text"], receivedOn: try fields.day("received"),
                    noticedOn: try fields.optionalDay("noticed-on"), lateReason: fields.text("late_because")),
                as: desk.viewer, today: desk.today)
            return .done("\(desk.address)/complaints")
        }
    }

    /// A complaint of this round, by its number in the address.
    private static func complaint(_ desk: DeskRound) async throws -> ComplaintRecord {
        let id = try desk.part("complaint")
        let all = try await desk.registry.complaints(round: desk.id, as: desk.viewer)
        guard let complaint = all.first(where: { String($0.id) == id }) else { throw Problem.noSuchPage }
        return complaint
    }

    private static func statement(_ complaint: ComplaintRecord) -> [Bilingual] {
        [Bilingual(vi: "\(complaint.complainant), mã số \(complaint.entry): \(complaint.statement)", en: "")]
            + (complaint.answerBy.map {
                [Bilingual(vi: "Hạn trả lời: \($0.vietnamese).", en: "To be answered by \($0.vietnamese).")]
            } ?? [])
    }

    @Sendable static func answer(_ desk: DeskRound) async throws -> DeskForm {
        let complaint = try await complaint(desk)
        return DeskForm(
            title: Bilingual(vi: "Trả lời khiếu nại", en: "Answer a complaint"), lead: statement(complaint),
            values: ["on": desk.today.vietnamese],
            fields: { filling in
                [
                    filling.few(
                        "finding", Bilingual(vi: "Kết luận", en: "Finding"),
                        of: ComplaintFinding.allCases.map { ($0.rawValue, $0.name) }),
                    filling.line("number", Bilingual(vi: "Số văn bản trả lời", en: "Number of the answer")),
                    filling.day("on", Bilingual(vi: "Ngày trả lời", en: "Answered on")),
                    filling.area("text", Bilingual(vi: "Nội dung trả lời", en: "Answer")),
                ]
            }, button: Bilingual(vi: "Ghi trả lời", en: "Record"), wayBack: "\(desk.address)/complaints"
        ) { fields in
            _ = try await desk.registry.answerComplaint(
                complaint.id, number: fields["number"], on: try fields.day("on"),
                finding: try fields.choice("finding", ComplaintFinding.self), statement: fields["text"],
                as: desk.viewer, today: desk.today)
            return .done("\(desk.address)/complaints")
        }
    }

    @Sendable static func withdraw(_ desk: DeskRound) async throws -> DeskForm {
        let complaint = try await complaint(desk)
        return DeskForm(
            title: Bilingual(vi: "Ghi nhận rút khiếu nại", en: "Record that it was withdrawn"),
            lead: statement(complaint), values: ["on": desk.today.vietnamese],
            fields: { filling in
                [
                    filling.day("on", Bilingual(vi: "Ngày rút", en: "Withdrawn on")),
                    filling.area("reason", Bilingual(vi: "Lý do", en: "Reason")),
                ]
            }, button: Bilingual(vi: "Ghi nhận", en: "Record"), wayBack: "\(desk.address)/complaints"
        ) { fields in
            _ = try await desk.registry.withdrawComplaint(
                complaint.id, on: try fields.day("on"), because: fields["reason"], as: desk.viewer,
                today: desk.today)
            return .done("\(desk.address)/complaints")
        }
    }
}
