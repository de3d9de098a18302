import Postgres
public import RuralIndustry

// Changes of members: who leaves stays on record with day, reason and act. While a round is judged (the council's members
// until the decision) only by an act on the body, and never into a council or panel that the law does not allow.

extension Registry {
    /// Ends a council member's membership on a day.
    ///
    /// - Parameters:
    ///   - member: the name, or the number that `council list` shows.
    ///   - once: keeps the seat's number.
    @discardableResult
    public func removeCouncilMember(
        round id: Int64, member: String, on day: Day, because reason: String, by act: SeatAct? = nil,
        as viewer: Viewer, dryRun: Bool = false, once: OneRequest<CouncilMember>? = nil
    ) async throws -> CouncilMember {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .councilChange, of: .one("round", id: id), because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session in
            let change = try SeatChange(.council, round: id, on: day, because: reason, by: act, in: session)
            let member = try session.sittingMember(member, ofRound: id, on: nil)
            try change.end(member.id, in: session)
            try change.finish(in: session)
            return try session.councilMember(member.id)
        }
    }

    /// Puts somebody in a council member's place in one step: same role, from that day on; the other's last is the one before.
    ///
    /// - Parameter once: keeps the new seat's number.
    @discardableResult
    public func replaceCouncilMember(
        round id: Int64, member: String, byName name: String, position: String? = nil, on day: Day,
        because reason: String, by act: SeatAct? = nil, as viewer: Viewer, dryRun: Bool = false,
        once: OneRequest<CouncilMember>? = nil
    ) async throws -> CouncilMember {
        let name = try BoundedText.short(name, column: "name")
        let position = try BoundedText.optional(position, column: "position")
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .councilChange, of: .one("round", id: id), because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session in
            let change = try SeatChange(.council, round: id, on: day, because: reason, by: act, in: session)
            let member = try session.sittingMember(member, ofRound: id, on: nil)
            try change.end(member.id, lastDay: day.adding(days: -1), in: session)
            let new: Int64 = try session.value(
                """
                INSERT INTO council_member (round_id, name, role, position, member_from, joined_by, replaces_id)
                VALUES (\(id), \(name), \(member.role), \(position), \(day), \(change.act?.id), \(member.id))
                RETURNING council_member_id
                """)
            try change.finish(in: session)
            return try session.councilMember(new)
        }
    }

    /// Ends a judge's membership on a day. Sheets that they handed in stay and count; what was given back to them does not.
    ///
    /// - Parameter once: keeps the seat's number.
    @discardableResult
    public func removeJudge(
        round id: Int64, code: String, on day: Day, because reason: String, by act: SeatAct? = nil,
        as viewer: Viewer, dryRun: Bool = false, once: OneRequest<PanelMember>? = nil
    ) async throws -> PanelMember {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .panelChange, of: .one("round", id: id), because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session in
            let change = try SeatChange(.panel, round: id, on: day, because: reason, by: act, in: session)
            let leaving = try session.sittingJudge(code, round: id)
            try change.putInOrder(sheetsOf: code, replacedBy: nil, in: session)
            try change.end(leaving.id, in: session)
            try change.finish(in: session)
            return try session.panelMember(leaving.id)
        }
    }

    /// Puts a judge in another's place in one step: same role, a code of their own. Sheets that the other handed in whole stay
    /// and count; the new judge marks the rest.
    ///
    /// - Parameter once: keeps the new seat's number.
    @discardableResult
    public func replaceJudge(
        round id: Int64, code: String, by newCode: String, name: String, affiliation: String? = nil,
        homeUnit: String? = nil, on day: Day, because reason: String, by act: SeatAct? = nil,
        as viewer: Viewer, dryRun: Bool = false, once: OneRequest<PanelMember>? = nil
    ) async throws -> PanelMember {
        let name = try BoundedText.short(name, column: "name")
        let newCode = try BoundedText.code(newCode, column: "judge")
        let affiliation = try BoundedText.optional(affiliation, column: "affiliation")
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .panelChange, of: .one("round", id: id), because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session in
            let change = try SeatChange(.panel, round: id, on: day, because: reason, by: act, in: session)
            let leaving = try session.sittingJudge(code, round: id)
            let home = try homeUnit.map { try session.homeUnit($0, on: day) }
            try change.putInOrder(sheetsOf: code, replacedBy: .init(homeUnit: home), in: session)
            try change.end(leaving.id, in: session)
            let new: Int64 = try session.value(
                """
                INSERT INTO judge (round_id, code, name, role, affiliation, home_unit_id, member_from, joined_by, replaces_id)
                VALUES (\(id), \(newCode), \(name), \(leaving.role), \(affiliation),
                  \(home), \(day), \(change.act?.id), \(leaving.id))
                RETURNING judge_id
                """)
            try change.finish(in: session)
            return try session.panelMember(new)
        }
    }
}

/// One change of members on its way: what it is allowed by, and whether what it leaves is.
private struct SeatChange {
    let body: RoundBody
    let round: RoundRecord
    let day: Day
    let reason: String
    let act: RoundActRecord?
    /// What was wrong before the change, such as drawn judges who came into conflict: it is not the change's to mend.
    private let before: Set<Violation>

    init(
        _ body: RoundBody, round id: Int64, on day: Day, because reason: String, by act: SeatAct?,
        in session: Session
    ) throws {
        round = try session.roundForChange(id)
        let states: Set<RoundState> =
            body == .council ? [.draft, .open, .judging, .closed] : [.draft, .open, .judging]
        try session.requireState(
            round, states,
            to: Bilingual(
                vi: "thay đổi thành viên \(body.name.vi)", en: "change the members of \(body.name.en)"))
        self.body = body
        self.day = day
        self.reason = reason
        if act == nil, ![.draft, .open].contains(round.state) {
            throw Refusal(
                Violation(
                    "act-required",
                    vi:
                        "kỳ bình chọn \(round.state.name.vi): thành viên chỉ thay đổi bằng văn bản của cơ quan thành lập; hãy ghi --act và --act-date",
                    en:
                        "the round is \(round.state.name.en): members change only by an act of the authority that set the body up; give --act and --act-date"
                ))
        }
        let isAtWork = ![.draft, .open].contains(round.state)
        before =
            isAtWork
            ? Set(try session.roster(of: round).missingAfterChange(try session.rules(ofRound: id))) : []
        if let act { self.act = try session.keep(act, on: body, of: round) } else { self.act = nil }
    }

    /// - Parameter lastDay: nil: the day of the change.
    func end(_ seat: Int64, lastDay: Day? = nil, in session: Session) throws {
        let last = lastDay ?? day
        switch body {
        case .council:
            try session.requireUnattended(seat, after: last)
            try session.execute(
                """
                UPDATE council_member SET member_to = greatest(\(last), member_from), left_by = \(act?.id),
                  leave_reason = \(reason)
                WHERE council_member_id = \(seat)
                """)
        case .panel:
            try session.execute(
                """
                UPDATE judge SET member_to = greatest(\(last), member_from), left_by = \(act?.id), leave_reason = \(reason)
                WHERE judge_id = \(seat)
                """)
        }
    }

    func putInOrder(sheetsOf judge: String, replacedBy successor: SeatSuccessor?, in session: Session) throws
    {
        guard round.state == .judging else { return }
        try session.putInOrder(sheetsOf: judge, replacedBy: successor, in: round, because: reason)
    }

    /// Refuses what the law does not allow of a body that works: sizes, chair, odd panel, judges for every entry.
    func finish(in session: Session) throws {
        guard ![.draft, .open].contains(round.state) else { return }
        let rules = try session.rules(ofRound: round.id)
        if body == .panel { try session.recordSameUnitConflicts(of: round, rules: rules, on: day) }
        try Refusal.throwIfAny(
            try session.roster(of: round).missingAfterChange(rules).filter { !before.contains($0) })
    }
}

extension Session {
    /// Nobody left before a meeting at which the record that counts, or one by which there was a vote, has them present.
    fileprivate func requireUnattended(_ member: Int64, after last: Day) throws {
        let attended = try first(
            """
            SELECT m.held_on FROM council_attendance a JOIN council_meeting m USING (council_meeting_id)
              JOIN council_member c USING (council_member_id)
            WHERE a.council_member_id = \(member) AND m.held_on > greatest(\(last), c.member_from) AND (
              EXISTS (SELECT FROM council_vote v WHERE v.council_meeting_id = m.council_meeting_id)
              OR NOT EXISTS (SELECT FROM council_meeting l WHERE l.round_id = m.round_id AND l.held_on = m.held_on
                AND l.council_meeting_id > m.council_meeting_id))
            ORDER BY m.held_on DESC LIMIT 1
            """
        ) { try $0("held_on", as: Day.self) }
        guard let attended else { return }
        throw Refusal(
            Violation(
                "seat-attended-later",
                vi:
                    "biên bản ghi người này có mặt ở cuộc họp Hội đồng ngày \(attended.vietnamese), nên chưa thôi làm thành viên trước ngày đó; hãy sửa ngày, hoặc ghi lại cuộc họp bằng `cnnt council meeting`",
                en:
                    "the record has them present at the council's meeting of \(attended.iso), so that they had not left before; mend the day, or record that meeting again with `cnnt council meeting`",
                at: Place(column: "on")))
    }

    fileprivate func sittingJudge(_ code: String, round id: Int64) throws -> (id: Int64, role: PanelRole) {
        let found = try first(
            "SELECT judge_id, role FROM judge WHERE round_id = \(id) AND code = \(code) AND member_to IS NULL"
        ) { (id: try $0("judge_id", as: Int64.self), role: try $0("role", as: PanelRole.self)) }
        guard let found else { throw Refusal(.unknownJudge(code)) }
        return found
    }

    /// Somebody on the council, by name or number.
    ///
    /// - Parameter day: the day on which they sit; nil: they still do.
    func sittingMember(
        _ reference: String, ofRound id: Int64, on day: Day?
    ) throws -> (id: Int64, role: CouncilRole) {
        let name = try BoundedText.short(reference, column: "present")
        let found = try query(
            "SELECT council_member_id, name, role, member_from, member_to FROM council_member WHERE round_id = \(id)"
        ) { row in
            (
                id: try row("council_member_id", as: Int64.self), role: try row("role", as: CouncilRole.self),
                name: try row("name", as: String.self), from: try row("member_from", as: Day.self),
                to: try row("member_to", as: Day?.self)
            )
        }
        .filter { member in
            (String(member.id) == name || member.name == name)
                && (day.map { $0 >= member.from && $0 <= member.to ?? $0 } ?? (member.to == nil))
        }
        guard let member = found.first, found.count == 1 else {
            throw Refusal(
                found.isEmpty
                    ? Violation(
                        "unknown-council-member",
                        vi: "Hội đồng không có thành viên \(Text.quoted(reference)); xem `cnnt council list`",
                        en: "no member \(Text.quoted(reference)) sits on the council; see `cnnt council list`"
                    )
                    : Violation(
                        "council-member-ambiguous",
                        vi: "có nhiều thành viên \(Text.quoted(reference)); hãy ghi số ở `cnnt council list`",
                        en:
                            "several members are \(Text.quoted(reference)); give the number in `cnnt council list`"
                    ))
        }
        return (member.id, member.role)
    }
}
