import Postgres
public import RuralIndustry

extension Registry {
    /// Files requests for booths of a fair from a file: all rows or none, with everything that is wrong with any row told. A row
    /// that asks for just what an open request of its tenant does changes nothing.
    public func importBoothRequests(
        _ file: RecordFile<BoothRequestColumn>, fair id: Int64, as viewer: Viewer, today: Day,
        dryRun: Bool = false
    ) async throws -> ImportCounts {
        try await change(.boothRequest, of: .listed("booth_request"), as: viewer, dryRun: dryRun) { session in
            let rows = try session.checked(file, fair: id, as: viewer, today: today)
            try Refusal.throwIfAny(rows.violations)
            let new = rows.requests.map(\.value).filter { $0.known == nil }
            try session.file(new, fair: id)
            return ImportCounts(added: new.count, unchanged: rows.requests.count - new.count)
        }
    }

    /// Files one request that came to an office, by the rules that a file's rows have.
    ///
    /// - Parameter fields: days as 20/11/2026 or 2026-11-20.
    public func fileBoothRequest(
        _ fields: Fields<BoothRequestColumn>, fair id: Int64, as viewer: Viewer, today: Day
    ) async throws {
        try await change(.boothRequest, of: .listed("booth_request"), as: viewer) { session in
            try session.fileOne(fields, fair: id, as: viewer, today: today)
        }
    }

    /// What would become of each row.
    public func previewBoothRequests(
        _ file: RecordFile<BoothRequestColumn>, fair id: Int64, as viewer: Viewer, today: Day
    ) async throws -> ImportPreview {
        try await change(.boothRequest, of: .listed("booth_request"), as: viewer, dryRun: true) { session in
            let rows = try session.checked(file, fair: id, as: viewer, today: today)
            let wrong = Dictionary(grouping: rows.violations) { $0.place.row ?? 0 }
            let checked = Dictionary(
                rows.requests.map { ($0.place.row ?? 0, $0.value) }
            ) { first, _ in first }
            return ImportPreview(
                rows: file.previewedLines(name: .tenantName).map { line in
                    let (request, violations) = (checked[line.line], wrong[line.line] ?? [])
                    let outcome: ImportPreview.Outcome =
                        if violations.isEmpty {
                            request.map { $0.known == nil ? .new : .unchanged } ?? .wrong
                        } else {
                            violations.allSatisfy { $0.code == "booth-request-twice" } ? .duplicate : .wrong
                        }
                    return ImportPreview.Row(
                        line: line.line, outcome: outcome, id: request?.known?.id,
                        name: request?.name ?? line.name, changes: [], violations: violations, warnings: [])
                })
        }
    }

    /// The requests of a fair, by number.
    public func boothRequests(
        ofFair id: Int64, in state: BoothRequestState? = nil, as viewer: Viewer
    ) async throws -> [BoothRequestRecord] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            _ = try session.fair(id)
            return try session.boothRequests(
                ofFair: id, in: state.map { [$0] } ?? Set(BoothRequestState.allCases))
        }
    }

    /// All that ever happened to a request.
    public func boothRequestHistory(_ id: Int64, as viewer: Viewer) async throws -> [BoothRequestStepRecord] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            _ = try session.boothRequest(id)
            return try session.boothRequestSteps(id)
        }
    }

    /// Takes a request back at its tenant's wish, for a reason. Who was given a part of what was asked for keeps it and waits no
    /// longer.
    public func withdrawBoothRequest(
        _ id: Int64, because reason: String, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> BoothRequestRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .boothRequest, of: .one("booth_request", id: id), because: reason, as: viewer, dryRun: dryRun
        ) { session in
            try session.withdrawBoothRequest(id, because: reason)
        }
    }

    /// Refuses a request in the organiser's name, for a reason.
    ///
    /// - Parameters:
    ///   - version: of the request, as whoever refuses it read it.
    ///   - once: keeps the request's number.
    public func refuseBoothRequest(
        _ id: Int64, version: VersionMatch = .any, because reason: String, as viewer: Viewer,
        dryRun: Bool = false, once: OneRequest<BoothRequestRecord>? = nil
    ) async throws -> BoothRequestRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .boothRequestRefuse, of: .one("booth_request", id: id), because: reason, as: viewer,
            dryRun: dryRun, once: once
        ) { session in
            let request = try session.boothRequestForChange(id)
            try session.require(.boothRequestRefuse, on: .one("fair", id: request.fairID), as: viewer)
            try version.require(request.version)
            return try session.end(request, as: .refused, because: reason)
        }
    }
}

extension Session {
    /// A request whose fair is held: nobody else changes requests of the fair, or its waiting list, until commit.
    func boothRequestForChange(_ id: Int64) throws -> BoothRequestRecord {
        _ = try fairForChange(try boothRequest(id).fairID)
        return try boothRequest(id)
    }

    /// Who was given a part of what was asked for keeps it and waits no longer.
    func withdrawBoothRequest(_ id: Int64, because reason: String) throws -> BoothRequestRecord {
        let request = try boothRequestForChange(id)
        return try end(request, as: request.state == .partlyGiven ? .given : .withdrawn, because: reason)
    }

    /// Files what an establishment asks for itself, by the rules that the office's way has.
    func fileOwnBoothRequest(
        _ fields: Fields<BoothRequestColumn>, fair id: Int64, of establishment: Int64, as viewer: Viewer,
        today: Day
    ) throws -> BoothRequestRecord {
        try fileOne(fields, fair: id, as: viewer, today: today, isOwn: true)
        return try one(
            BoothRequestRecord.select
                + " WHERE r.fair_id = \(id) AND r.establishment_id = \(establishment) ORDER BY r.booth_request_id DESC LIMIT 1",
            as: BoothRequestRecord.self)
    }

    /// Files one request, with what is wrong with it told at its columns.
    fileprivate func fileOne(
        _ fields: Fields<BoothRequestColumn>, fair id: Int64, as viewer: Viewer, today: Day,
        isOwn: Bool = false
    ) throws {
        let row = RecordRow(line: 1, fields: fields, id: nil, version: nil, numbers: [])
        let file = RecordFile<BoothRequestColumn>(
            name: "", sheet: nil, notation: .vietnamese, rows: [row],
            columns: Set(BoothRequestColumn.allCases), faults: [])
        let rows = try checked(file, fair: id, as: viewer, today: today, isOwn: isOwn)
        try Refusal.throwIfAny(
            rows.violations.map {
                Violation($0.code, vi: $0.text.vi, en: $0.text.en, at: Place(column: $0.place.column))
            })
        try self.file(rows.requests.map(\.value).filter { $0.known == nil }, fair: id)
    }

    /// Ends a request; whoever waits behind it moves up.
    fileprivate func end(
        _ request: BoothRequestRecord, as state: BoothRequestState, because reason: String
    ) throws -> BoothRequestRecord {
        guard request.state.next.contains(state) else {
            throw Refusal(
                Violation(
                    "booth-request-state",
                    vi:
                        "đăng ký \(request.id) (\(request.tenantName)): \(request.state.name.vi), không chuyển sang “\(state.name.vi)” được",
                    en:
                        "request \(request.id) (\(request.tenantName)) is \(request.state.name.en) and cannot become \(state.name.en)"
                ))
        }
        try take(
            [BoothRequestMove(request: request, state: state, waitingPosition: nil, reason: reason)]
                + movingUp(behind: request))
        return try boothRequest(request.id)
    }

    /// The rows of a file that can be filed, and what is wrong with the others. The fair is held until commit.
    ///
    /// - Parameter isOwn: an establishment asks for itself, which was asked of the policy.
    fileprivate func checked(
        _ file: RecordFile<BoothRequestColumn>, fair id: Int64, as viewer: Viewer, today: Day,
        isOwn: Bool = false
    ) throws -> (requests: [Located<CheckedBoothRequest>], violations: [Violation]) {
        let fair = try fairForChange(id)
        try requireState(
            fair, [.planned, .open], to: Bilingual(vi: "nhận đăng ký", en: "take requests"))
        if try latestTerms(ofFair: id)?.isUsed == true {
            throw Refusal(
                Violation(
                    "booth-requests-closed",
                    vi:
                        "gian hàng của hội chợ \(id) đã được phân bổ; đợt đăng ký khác bắt đầu khi công bố quy tắc phân bổ mới",
                    en:
                        "the booths of fair \(id) are shared out; another round of requests begins when new terms are declared"
                ))
        }
        let (rows, unreadable) = file.valuesAndViolations { (row, notation) throws(Refusal) in
            try BoothRequest.parse(row.fields, notation)
        }
        var check = try BoothRequestCheck(
            self, fair, rows.map(\.value), as: viewer, today: today, isOwn: isOwn)
        var requests: [Located<CheckedBoothRequest>] = []
        var violations = unreadable
        for row in rows {
            switch try check.check(row) {
            case .success(let request): requests.append(Located(request, at: row.place))
            case .failure(let refusal): violations += refusal.violations
            }
        }
        return (requests, violations.inRowOrder)
    }

    /// Writes requests with their first step.
    fileprivate func file(_ requests: [CheckedBoothRequest], fair id: Int64) throws {
        if requests.isEmpty { return }
        // a zone holds no bar: the file's lists are separated by it
        let zones = requests.map { $0.request.zones.joined(separator: "|") }
        try execute(
            """
            WITH filed AS (
              INSERT INTO booth_request (fair_id, kind, establishment_id, name, province_unit_id, booths, is_adjacent, zones,
                takes_other_zones, product_group, funds, days, filed_on)
              SELECT \(id), n.kind, n.establishment, n.name, n.province, n.booths, n.adjacent, string_to_array(n.zones, '|'),
                n.others, n.product_group, n.funds, daterange(n.first, n.last, '[]'), n.filed_on
              FROM unnest(\(requests.map(\.tenant.kind.rawValue)), \(requests.map(\.tenant.establishment)),
                \(requests.map(\.tenant.name)), \(requests.map { $0.province?.id }), \(requests.map(\.request.booths)),
                \(requests.map(\.request.isAdjacent)), \(zones), \(requests.map(\.request.takesOtherZones)),
                \(requests.map { $0.request.group?.rawValue }), \(requests.map { $0.request.funds?.rawValue }),
                \(requests.map(\.days.first)), \(requests.map(\.days.last)), \(requests.map(\.request.filedOn)))
                AS n (kind, establishment, name, province, booths, adjacent, zones, others, product_group, funds, first, last,
                  filed_on)
              RETURNING booth_request_id, version, state
            )
            INSERT INTO booth_request_step (booth_request_id, version, state) SELECT * FROM filed
            """)
    }
}
