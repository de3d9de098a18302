import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension RoundInterface {
    /// `…/council/{member}/removal`: somebody leaves the council, as `council remove` records it.
    func removeMember(_ request: Request, _ context: SiteContext) async throws -> Response {
        let member = try context.recordID("council-member", at: "member")
        return try await councilSeat(request, context, SeatRemovalColumn.self, status: .ok) {
            round, fields, viewer, isDryRun, once in
            var reader = FieldReader(fields, .plain)
            let leaving = Leaving(&reader, today: site.today)
            guard reader.violations.isEmpty, let leaving else { throw reader.refusal }
            return try await Self.changing("council-member", SeatRemovalColumn.self) {
                try await site.registry.removeCouncilMember(
                    round: round, member: String(member), on: leaving.day, because: leaving.reason,
                    by: leaving.act, as: viewer, dryRun: isDryRun, once: once)
            }
        }
    }

    /// `…/council/{member}/replacement`: somebody in their place, as `council replace` does.
    func replaceMember(_ request: Request, _ context: SiteContext) async throws -> Response {
        let member = try context.recordID("council-member", at: "member")
        return try await councilSeat(request, context, MemberReplacementColumn.self) {
            round, fields, viewer, isDryRun, once in
            var reader = FieldReader(fields, .plain)
            let name = reader.requiredText(.name)
            let position = reader.text(.position)
            let leaving = Leaving(&reader, today: site.today)
            guard reader.violations.isEmpty, let name, let leaving else { throw reader.refusal }
            return try await Self.changing("council-member", MemberReplacementColumn.self) {
                try await site.registry.replaceCouncilMember(
                    round: round, member: String(member), byName: name, position: position,
                    on: leaving.day, because: leaving.reason, by: leaving.act, as: viewer,
                    dryRun: isDryRun, once: once)
            }
        }
    }

    /// `…/panel/{judge}/removal`: a judge leaves, as `panel remove` records it.
    func removeJudge(_ request: Request, _ context: SiteContext) async throws -> Response {
        let judge = try context.judgeCode()
        return try await panelSeat(request, context, SeatRemovalColumn.self, status: .ok) {
            round, fields, viewer, isDryRun, once in
            var reader = FieldReader(fields, .plain)
            let leaving = Leaving(&reader, today: site.today)
            guard reader.violations.isEmpty, let leaving else { throw reader.refusal }
            return try await Self.changing("judge", SeatRemovalColumn.self) {
                try await site.registry.removeJudge(
                    round: round, code: judge, on: leaving.day, because: leaving.reason, by: leaving.act,
                    as: viewer, dryRun: isDryRun, once: once)
            }
        }
    }

    /// `…/panel/{judge}/replacement`: somebody in their place under a code of their own, as `panel replace` does.
    func replaceJudge(_ request: Request, _ context: SiteContext) async throws -> Response {
        let judge = try context.judgeCode()
        return try await panelSeat(request, context, JudgeReplacementColumn.self) {
            round, fields, viewer, isDryRun, once in
            var reader = FieldReader(fields, .plain)
            let code = reader.requiredText(.judge)
            let name = reader.requiredText(.name)
            let (affiliation, unit) = (reader.text(.affiliation), reader.text(.unit))
            let leaving = Leaving(&reader, today: site.today)
            guard reader.violations.isEmpty, let code, let name, let leaving else { throw reader.refusal }
            return try await Self.changing("judge", JudgeReplacementColumn.self) {
                try await site.registry.replaceJudge(
                    round: round, code: judge, by: code, name: name, affiliation: affiliation,
                    homeUnit: unit, on: leaving.day, because: leaving.reason, by: leaving.act, as: viewer,
                    dryRun: isDryRun, once: once)
            }
        }
    }

    /// Runs what changes who sits: who does not sit there is not found, and what is wrong is told at the members by which
    /// programs say it.
    private static func changing<Column: SeatChangeColumn, Member>(
        _ noun: String, _: Column.Type, _ change: () async throws -> Member
    ) async throws -> Member {
        do {
            return try await change()
        } catch let refusal as Refusal {
            if refusal.violations[0].code == "unknown-\(noun)" { throw Problem.unknownRecord(noun) }
            throw refusal.placed { violation in
                switch (violation.code, violation.place.column) {
                case ("act-required", _), (_, "number"): Column.act.name
                case (_, "on"): Column.day.name
                default: nil
                }
            }
        }
    }
}

extension SiteContext {
    /// The code of a judge in the address.
    fileprivate func judgeCode() throws -> String {
        guard let code = try? CodeText(try parameters.require("judge"), "judge-code-form") else {
            throw Problem.unknownRecord("judge")
        }
        return code.text
    }
}

/// When somebody leaves or takes a place, why, and by which act.
private struct Leaving {
    let day: Day
    let reason: String
    let act: SeatAct?

    /// Nil: the reader says what is wrong.
    init?<Column: SeatChangeColumn>(_ reader: inout FieldReader<Column>, today: Day) {
        let day = reader.day(.day) ?? today
        let reason = reader.requiredText(.reason)
        let (number, actDay) = (reader.text(.act), reader.day(.actDay))
        let authority = reader.text(.authority)
        if number == nil, actDay != nil || authority != nil {
            reader.report(
                Violation(
                    "value-missing", vi: "hãy ghi số của văn bản", en: "give the number of the act"),
                in: .act)
        }
        guard let reason else { return nil }
        self.day = day
        self.reason = reason
        act = number.map { SeatAct(number: $0, day: actDay ?? day, authority: authority) }
    }
}

/// What is said of every change of who sits.
private protocol SeatChangeColumn: RecordColumn {
    static var day: Self { get }
    static var reason: Self { get }
    static var act: Self { get }
    static var actDay: Self { get }
    static var authority: Self { get }
}

private enum SeatRemovalColumn: Int, SeatChangeColumn {
    case day, reason, act, actDay, authority

    static let names = ["to_date", "reason", "act", "act_date", "authority"]
    static let required: [SeatRemovalColumn] = [.reason]
}

private enum MemberReplacementColumn: Int, SeatChangeColumn {
    case name, position, day, reason, act, actDay, authority

    static let names = ["name", "position", "from_date", "reason", "act", "act_date", "authority"]
    static let required: [MemberReplacementColumn] = [.name, .reason]
}

private enum JudgeReplacementColumn: Int, SeatChangeColumn {
    case judge, name, affiliation, unit, day, reason, act, actDay, authority

    static let names = [
        "judge", "name", "affiliation", "unit", "from_date", "reason", "act", "act_date", "authority",
    ]
    static let required: [JudgeReplacementColumn] = [.judge, .name, .reason]
}
