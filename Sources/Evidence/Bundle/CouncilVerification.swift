import RuralIndustry

// What else a bundle of the second format must keep to: who sat, who met, how they voted and what judges wrote.

extension BundleVerification {
    static func recordFindings(
        _ bundle: ResultBundle, rules: Rules, entries: [BundledEntry], marks: BundledMarks
    ) throws(Refusal) -> [Violation] {
        guard bundle.format == .second else { return [] }
        do throws(Violation) {
            let record = try CouncilRecord(bundle, rules: rules)
            return record.rosterFindings(marks) + record.attendanceFindings
                + record.voteFindings(accepted: Set(entries.filter { $0.state == .accepted }.map(\.code)))
                + (try record.decisionFindings(bundle.parts[.decision]))
                + (try commentFindings(bundle, rules: rules, entries: entries, marks: marks))
        } catch {
            throw Refusal(error)
        }
    }

    private static func commentFindings(
        _ bundle: ResultBundle, rules: Rules, entries: [BundledEntry], marks: BundledMarks
    ) throws(Violation) -> [Violation] {
        let part = bundle.parts[.comments] ?? .null
        let comments = try BundledComments(part)
        var corrections: BundledCorrections?
        if let acts = bundle.parts[.corrections] { corrections = try BundledCorrections(acts) }
        let groups = Dictionary(entries.map { ($0.code, $0.group) }) { first, _ in first }
        let belong = comments.belong(to: marks, corrections: corrections) { entry in
            groups[entry].map { Set(rules.leaves(group: $0).map(\.id)) } ?? []
        }
        guard comments.json == part, belong else {
            return [
                differs(
                    "bundle-comments",
                    vi: "nhận xét của giám khảo sai thứ tự, trùng, hoặc không thuộc phiếu nào trong gói",
                    en: "comments are out of order, double, or belong to no sheet of the bundle")
            ]
        }
        return []
    }
}

/// The parts of a bundle that speak of people, read.
private struct CouncilRecord {
    let rules: Rules
    let council: [BundledSeat]
    let panel: [BundledSeat]
    /// Recorded before the round was closed.
    let meetings: [BundledMeeting]
    /// Nil: nothing was recorded since.
    let since: BundledVotes?
    let closedOn: Day
    /// As stated; nil: not said.
    let membersPresent: Int?
    /// Whether the parts are written as they are read.
    let isFaithful: Bool

    init(_ bundle: ResultBundle, rules: Rules) throws(Violation) {
        self.rules = rules
        let (roster, meetings, round) = (
            bundle.parts[.roster] ?? .null, bundle.parts[.meetings] ?? .null, bundle.parts[.round] ?? .null
        )
        council = try BundledSeat.seats(in: try roster.list("council"))
        panel = try BundledSeat.seats(in: try roster.list("panel"))
        self.meetings = try BundledMeeting.meetings(in: meetings.array ?? [])
        if let votes = bundle.parts[.votes] { since = try BundledVotes(votes) } else { since = nil }
        closedOn = try Day(iso: try round.text("closed_on"))
        switch round["members_present"] {
        case .integer(let count)? where (0..<1_000_000).contains(count): membersPresent = Int(count)
        case .null?: membersPresent = nil
        default: throw BundleVerification.malformed("members_present")
        }
        isFaithful =
            BundledSeat.json(council: council, panel: panel) == roster
            && BundledMeeting.json(self.meetings) == meetings && since?.json == bundle.parts[.votes]
    }

    /// Of the council as it sat at closing and since.
    private var latest: [BundledSeat] { since?.council ?? council }

    /// Every meeting, in the order in which they were recorded, with the council that it was a meeting of.
    private var all: [(meeting: BundledMeeting, council: [BundledSeat])] {
        meetings.map { ($0, council) } + (since?.meetings ?? []).map { ($0, latest) }
    }

    private func needed(of size: Int) -> Int { rules.scoring.quorum.membersPresent?.needed(of: size) ?? 0 }

    // MARK: Who sat

    func rosterFindings(_ marks: BundledMarks) -> [Violation] {
        var findings: [Violation] = []
        let codes = Set(panel.compactMap(\.judge))
        let isWhole =
            codes.count == panel.count && council.allSatisfy { $0.judge == nil && $0.replaces == nil }
            && panel.allSatisfy { $0.replaces.map(codes.contains) ?? true }
            && PanelSeats(panel).haveFirstHolders
            && marks.sheets.allSatisfy { codes.contains($0.judge) }
            && council.allSatisfy { seat in latest.contains { $0.continues(seat) } }
        if !isFaithful || !isWhole {
            findings.append(
                BundleVerification.differs(
                    "bundle-roster",
                    vi:
                        "Hội đồng, Ban Giám khảo hay các cuộc họp ghi sai thứ tự hoặc sai dạng, hoặc có phiếu của người không ở Ban Giám khảo",
                    en:
                        "the council, panel or meetings are out of order or malformed, or there is a sheet of somebody who is not on the panel"
                ))
        }
        return findings
            + PanelSeats(panel).secondVoices(in: marks).map { sheet in
                BundleVerification.differs(
                    "bundle-seat",
                    vi:
                        "sản phẩm \(sheet.entry): điểm của \(sheet.judge) được tính bên cạnh điểm của người khác giữ cùng một ghế giám khảo",
                    en:
                        "entry \(sheet.entry): marks of \(sheet.judge) count beside those of another holder of the same seat"
                )
            }
    }

    // MARK: Who met

    /// A record that another of the same day took the place of says nothing, unless there was a vote by it.
    var attendanceFindings: [Violation] {
        var findings: [Violation] = []
        let all = all
        let counting = Set(
            Dictionary(all.indices.map { (all[$0].meeting.heldOn, $0) }) { _, last in last }.values)
        let voted = Set((since?.votes ?? []).map { $0.meeting - 1 })
        for (place, (meeting, council)) in all.enumerated()
        where counting.contains(place) || voted.contains(place) {
            var free = council.filter { $0.isTaken(on: meeting.heldOn) }.map(\.name)
            let strangers = meeting.present.filter { name in
                guard let seat = free.firstIndex(of: name) else { return true }
                free.remove(at: seat)
                return false
            }
            guard !strangers.isEmpty || meeting.present.isEmpty else { continue }
            findings.append(
                BundleVerification.differs(
                    "bundle-attendance",
                    vi:
                        "cuộc họp ngày \(meeting.heldOn.vietnamese): \(Text.quoted(strangers.joined(separator: ", "))) không phải thành viên Hội đồng ngày đó",
                    en:
                        "meeting of \(meeting.heldOn.iso): \(Text.quoted(strangers.joined(separator: ", "))) did not sit on the council that day"
                ))
        }
        return findings + closingFindings
    }

    /// Who was there when the round was closed: as many as the plan demands, and as the record of that day says.
    private var closingFindings: [Violation] {
        let size = council.count { $0.to == nil }
        let recorded = meetings.last { $0.heldOn == closedOn }?.present.count
        let isQuorate =
            rules.scoring.quorum.membersPresent == nil || (membersPresent ?? -1) >= needed(of: size)
        guard !isQuorate || recorded ?? membersPresent != membersPresent else { return [] }
        return [
            BundleVerification.differs(
                "bundle-quorum",
                vi:
                    "ngày khóa điểm ghi \(membersPresent ?? 0) thành viên Hội đồng có mặt: không đủ \(needed(of: size)) hoặc khác biên bản họp",
                en:
                    "\(membersPresent ?? 0) council members are said to have been present at closing: fewer than \(needed(of: size)), or not what the record of the meeting says"
            )
        ]
    }

    // MARK: How they voted

    func voteFindings(accepted: Set<String>) -> [Violation] {
        let all = all
        var asked: Set<[String]> = []
        return (since?.votes ?? []).filter { vote in
            guard all.indices.contains(vote.meeting - 1) else { return true }
            let (meeting, council) = all[vote.meeting - 1]
            let size = council.count { $0.isTaken(on: meeting.heldOn) }
            return vote.vote.present != meeting.present.count
                || meeting.present.count < needed(of: size)
                || !(vote.entry.map(accepted.contains) ?? true)
                || !asked.insert([String(vote.meeting), vote.entry ?? ""]).inserted
        }.map { vote in
            BundleVerification.differs(
                "bundle-vote",
                vi:
                    "biểu quyết về \(vote.entry ?? "danh sách"): số phiếu không bằng số thành viên có mặt, cuộc họp không đủ số thành viên, hoặc không phải việc được hỏi một lần",
                en:
                    "the vote on \(vote.entry ?? "the list"): its numbers are not those present, the meeting had no quorum, or it is not on something asked once"
            )
        }
    }

    /// What the decision does not keep to of what the council voted last.
    func decisionFindings(_ decision: JSONValue?) throws(Violation) -> [Violation] {
        guard let decision else { return [] }
        var (list, entries): (CouncilVote?, [String: CouncilVote]) = (nil, [:])
        let before = decision["amends"]?.string
        for vote in byDay {
            if let entry = vote.entry {
                entries[entry] = vote.vote
            } else if vote.since == before {
                list = vote.vote
            }
        }
        let rows = try decision.list("lines").map { (line) throws(Violation) in
            DecisionRow(entry: try line.text("entry"), isRecognised: line["recognised"] == .bool(true))
        }
        return DecisionVotes(list: list, entries: entries).violations(rows, rules: rules)
    }

    /// The votes that name a meeting, by its day; of one day in the order in which they were recorded.
    private var byDay: [BundledVotes.Vote] {
        let days = all.map(\.meeting.heldOn)
        return (since?.votes ?? []).enumerated().filter { days.indices.contains($0.element.meeting - 1) }
            .sorted { one, other in
                let (ours, theirs) = (days[one.element.meeting - 1], days[other.element.meeting - 1])
                return ours != theirs ? ours < theirs : one.offset < other.offset
            }.map(\.element)
    }
}
