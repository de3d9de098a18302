import Evidence
import Postgres
public import RuralIndustry

/// A sharing out of booths with all that it rests on; the plan is the rule's answer to the input, computed now and found to be
/// what was kept.
public struct AllocationRun: Sendable {
    public let id: Int64
    public let input: AllocationInput
    public let plan: AllocationPlan
    /// The draw ids of those who wait, in their order then.
    public let waiting: [String]
    /// The last day on which the holds hold that it gave.
    public let heldUntil: Day
    public let actor: String
    public let at: Instant
    public let reason: String?
    /// Hexadecimal, of the input's canonical JSON.
    public let inputSHA256: String
    public let resultSHA256: String
    /// The input as it is kept.
    public let inputText: String

    /// For each request what it got and why, in the order of the draw ids.
    public var lines: [AllocationLine] {
        let places = Dictionary(zip(waiting, 1...)) { first, _ in first }
        return zip(input.requests, plan.outcomes).map { request, outcome in
            AllocationLine(
                request: request, points: input.points(of: request), outcome: outcome,
                waitingPosition: places[request.drawID], why: outcome.why(quota: input.name))
        }
    }
}

/// What a request got, and why.
public struct AllocationLine: Hashable, Sendable {
    public let request: AllocationInput.Request
    public let points: Int
    public let outcome: AllocationPlan.Outcome
    /// Among those who began to wait then; nil: it got all that it asked for.
    public let waitingPosition: Int?
    public let why: Bilingual
}

/// The rule's answer to an input.
public struct AllocationAnswer: Sendable {
    public let plan: AllocationPlan
    public let waiting: [String]

    public init(to input: AllocationInput) throws(Refusal) {
        func sha256(_ bytes: [UInt8]) -> [UInt8] { SHA256Digest(of: bytes).bytes }
        plan = try AllocationPlan(of: try input.problem(), sha256: sha256)
        waiting = try input.waiting(after: plan, sha256: sha256)
    }

    /// What is kept of it.
    public var document: JSONValue {
        .object(["plan": plan.document, "waiting": .array(waiting.map { .string($0) })])
    }
}

extension Registry {
    /// What is kept of a fair's runs, the latest last; none is computed again.
    public func allocationRuns(ofFair id: Int64, as viewer: Viewer) async throws -> [KeptRun] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            _ = try session.fair(id)
            return try session.keptRuns(ofFair: id)
        }
    }

    /// A run, computed again from its input.
    ///
    /// - Throws: `IntegrityFailure` if the result that was kept is another, or input or result do not match their hashes.
    public func allocationRun(_ id: Int64, as viewer: Viewer) async throws -> AllocationRun {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { try $0.allocationRun(id) }
    }
}

extension Session {
    /// - Parameter known: the input, the rule's answer to it and the text of that, by whoever has computed it just now.
    func allocationRun(
        _ id: Int64,
        knowing known: (input: AllocationInput, answer: AllocationAnswer, result: String)? = nil
    ) throws -> AllocationRun {
        let found = try first(
            """
            SELECT r.input, r.result, r.input_sha256, r.result_sha256, r.held_until, v.actor, v.recorded_at, v.reason
            FROM booth_run r JOIN audit_event v USING (audit_id) WHERE r.booth_run_id = \(id)
            """
        ) { row in
            (
                input: try row("input", as: String.self), result: try row("result", as: String.self),
                inputHash: try row("input_sha256", as: Bytes.self),
                resultHash: try row("result_sha256", as: Bytes.self),
                heldUntil: try row("held_until", as: Day.self), actor: try row("actor", as: String.self),
                at: try row("recorded_at", as: Instant.self), reason: try row("reason", as: String?.self)
            )
        }
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-booth-run", vi: "không có lần phân bổ gian hàng số \(id)",
                    en: "there is no sharing out of booths \(id)"))
        }
        let (inputHash, resultHash) = (
            SHA256Digest(of: found.input.utf8), SHA256Digest(of: found.result.utf8)
        )
        guard inputHash.bytes == found.inputHash.bytes, resultHash.bytes == found.resultHash.bytes else {
            throw IntegrityFailure(.runAltered(id))
        }
        let input = try known?.input ?? AllocationInput(try JSONValue(parsing: found.input))
        let answer = try known?.answer ?? AllocationAnswer(to: input)
        guard (known?.result ?? answer.document.text) == found.result else {
            throw IntegrityFailure(.runDiffers(id))
        }
        return AllocationRun(
            id: id, input: input, plan: answer.plan, waiting: answer.waiting, heldUntil: found.heldUntil,
            actor: found.actor, at: found.at, reason: found.reason, inputSHA256: inputHash.hex,
            resultSHA256: resultHash.hex, inputText: found.input)
    }
}

extension Violation {
    fileprivate static func runAltered(_ id: Int64) -> Violation {
        Violation(
            "booth-run-altered", vi: "dữ liệu của lần phân bổ \(id) không khớp với mã băm đã ghi",
            en: "what is kept of run \(id) does not match its hashes")
    }

    fileprivate static func runDiffers(_ id: Int64) -> Violation {
        Violation(
            "booth-run-differs", vi: "tính lại lần phân bổ \(id) từ dữ liệu đã ghi thì ra kết quả khác",
            en: "run \(id), computed again from its input, has another result")
    }
}
