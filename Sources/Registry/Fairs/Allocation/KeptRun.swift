import Postgres
public import RuralIndustry

/// A sharing out of booths as it is kept, in figures: what went in, what came out. Whoever wants it computed again asks for the
/// run itself (`AllocationRun`).
public struct KeptRun: Hashable, Sendable {
    public let id: Int64
    public let fair: Int64
    /// The last day on which the holds hold that it gave.
    public let heldUntil: Day
    public let at: Instant
    public let reason: String?
    /// What equals were drawn by; nil: none was named.
    public let seed: String?
    public let requests: Int
    public let freeBooths: Int
    public let given: Int
    /// Requests that wait, for all or for a part.
    public let waiting: Int
    /// Of the plan: what the wishes are worth that it fulfils, and what those of any plan can be worth at most.
    public let value: Int
    public let upperBound: Int
    /// Hexadecimal, of the canonical JSON of input and result.
    public let inputSHA256: String
    public let resultSHA256: String

    /// How much more a better plan could be worth at most; 0: there is no better one.
    public var gap: Int { upperBound - value }
}

extension KeptRun {
    /// Of a run that was computed: what is kept of it, or would be.
    public init(_ run: AllocationRun) {
        self.init(
            id: run.id, fair: run.input.fair, heldUntil: run.heldUntil, at: run.at, reason: run.reason,
            seed: run.input.seed, requests: run.input.requests.count, freeBooths: run.input.booths.count,
            given: run.plan.outcomes.reduce(0) { $0 + $1.booths.count }, waiting: run.waiting.count,
            value: run.plan.value, upperBound: run.plan.upperBound, inputSHA256: run.inputSHA256,
            resultSHA256: run.resultSHA256)
    }
}

extension Session {
    /// That the documents are those of the hashes is held by the table's own constraints.
    func keptRuns(ofFair fair: Int64) throws -> [KeptRun] {
        try query(
            """
            SELECT r.booth_run_id, r.held_until, v.recorded_at, v.reason, i.seed, i.requests, i.booths, o.given,
              o.waiting, o.value, o.upper_bound, encode(r.input_sha256, 'hex') AS input_sha256,
              encode(r.result_sha256, 'hex') AS result_sha256
            FROM booth_run r JOIN audit_event v USING (audit_id)
            CROSS JOIN LATERAL (
              SELECT d ->> 'seed' AS seed, jsonb_array_length(d -> 'requests') AS requests,
                jsonb_array_length(d -> 'booths') AS booths
              FROM (SELECT r.input::jsonb AS d) AS document
            ) AS i
            CROSS JOIN LATERAL (
              SELECT (SELECT coalesce(sum(jsonb_array_length(one -> 'booths')), 0)
                  FROM jsonb_array_elements(d #> '{plan,outcomes}') AS one)::integer AS given,
                jsonb_array_length(d -> 'waiting') AS waiting, (d #>> '{plan,value}')::bigint AS value,
                (d #>> '{plan,upper_bound}')::bigint AS upper_bound
              FROM (SELECT r.result::jsonb AS d) AS document
            ) AS o
            WHERE r.fair_id = \(fair) ORDER BY r.booth_run_id
            """
        ) { row in
            KeptRun(
                id: try row("booth_run_id", as: Int64.self), fair: fair,
                heldUntil: try row("held_until", as: Day.self), at: try row("recorded_at", as: Instant.self),
                reason: try row("reason", as: String?.self), seed: try row("seed", as: String?.self),
                requests: try row("requests", as: Int.self), freeBooths: try row("booths", as: Int.self),
                given: try row("given", as: Int.self), waiting: try row("waiting", as: Int.self),
                value: try row("value", as: Int.self), upperBound: try row("upper_bound", as: Int.self),
                inputSHA256: try row("input_sha256", as: String.self),
                resultSHA256: try row("result_sha256", as: String.self))
        }
    }
}
