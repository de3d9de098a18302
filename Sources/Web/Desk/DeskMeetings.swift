import Registry
import RuralIndustry

struct MeetingPage {
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

enum MeetingForms {
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
            do {
                _ = try await desk.registry.recordMeeting(
                    ofRound: desk.id, on: try fields.day("on"), present: present, place: fields.text("place"),
                    as: desk.viewer, today: desk.today)
            } catch let refusal as Refusal where refusal.violations[0].code == "meeting-nobody" {
                throw Refusal(refusal.violations[0].inColumn(members.first.map { "member-\($0.id)" } ?? "on"))
            }
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
            } catch let refusal as Refusal
                where ["vote-sum", "vote-count"].contains(refusal.violations[0].code)
            {
                // the three numbers are wrong, not the day that stands first
                throw Refusal(refusal.violations[0].inColumn("for"))
            }
            return .done("\(desk.address)/meetings")
        }
    }
}
