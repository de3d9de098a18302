import ArgumentParser
import Evidence
import Registry
import RuralIndustry

extension FairCommand {
    struct Terms: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "terms",
            abstract:
                "Công bố trước cách phân bổ: ngày cuối nhận đăng ký, mầm bốc thăm, điểm ưu tiên, thang nguyện vọng.",
            discussion: """
                Không ghi gì thì cho xem quy tắc đang có. Sau ngày cuối nhận đăng ký không đổi được nữa. Tệp quy tắc: \
                {"priority": {"points": {"national": 30, "provincial": 10}, "counting": "highest", "limit": 40}, \
                "scale": {"first_booth": 1000, "further_booth": 400, "point": 10, "rank": 50, "ranks": 3}}.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của hội chợ.") var id: Int64
        @Option(name: .customLong("requests-until"), help: "Ngày cuối nhận đăng ký, trước ngày khai mạc.")
        var requestsUntil: Day?
        @Option(help: "Mầm bốc thăm, công bố trước khi biết ai đăng ký.") var seed: String?
        @Option(help: "Tệp JSON của quy tắc.") var rules: String?

        func run() async throws {
            let rules = try rules.map { file in
                do throws(Violation) {
                    return try AllocationRules(try JSONValue(parsing: try Self.bytes(file)))
                } catch { throw error.at(Place(file: file)) }
            }
            try await global.withRegistry { registry, place in
                if requestsUntil == nil, seed == nil, rules == nil {
                    return try output.printer(place).single(
                        try await registry.fairTerms(ofFair: id, as: place.viewer))
                }
                try output.printer(place).single(
                    try await registry.declareFairTerms(
                        NewFairTerms(requestsUntil: requestsUntil, seed: seed, rules: rules), fair: id,
                        as: place.viewer, today: place.today, dryRun: dryRun.dryRun))
            }
        }

        private static func bytes(_ file: String) throws(Violation) -> [UInt8] {
            do { return try readBytes(file, upTo: 1 << 20) } catch let error as Violation {
                throw error
            } catch {
                throw Violation(
                    "file-unreadable", vi: "không đọc được tệp “\(file)”",
                    en: "the file “\(file)” cannot be read")
            }
        }
    }

    struct Allocate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "allocate",
            abstract:
                "Phân bổ gian hàng trống cho các đăng ký theo quy tắc đã công bố; mỗi dòng nói vì sao được như vậy.",
            discussion: "Trước khi hết hạn đăng ký chỉ chạy thử được (--dry-run).")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của hội chợ.") var id: Int64
        @Option(help: "Mầm bốc thăm; phải đúng mầm đã công bố (mặc định: mầm đó).") var seed: String?
        @Option(help: "Ngày cuối giữ chỗ (mặc định: ngày khai mạc).") var until: Day?
        @Option(help: "Lý do, ghi chú.") var because: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let run = try await registry.allocateBooths(
                    fair: id, seed: seed, until: until, because: because, as: place.viewer,
                    today: place.today,
                    dryRun: dryRun.dryRun)
                try output.printer(place).list(run.lines)
                Console().note(run.total(isTrial: dryRun.dryRun).text(in: place.language))
            }
        }
    }

    struct Runs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "runs",
            abstract: "Các lần phân bổ gian hàng của một hội chợ, tính lại từ dữ liệu đã ghi.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của hội chợ.") var id: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                var runs: [RecomputedRun] = []
                for kept in try await registry.allocationRuns(ofFair: id, as: place.viewer) {
                    runs.append(
                        RecomputedRun(try await registry.allocationRun(kept.id, as: place.viewer)))
                }
                try output.printer(place).list(runs)
            }
        }
    }

    struct Recompute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recompute",
            abstract:
                "Tính lại một lần phân bổ và so với kết quả đã ghi; từ tệp dữ liệu thì không cần cơ sở dữ liệu."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của lần phân bổ.") var run: Int64?
        @Option(help: "Ghi dữ liệu đầu vào ra tệp JSON để ai cũng tính lại được.") var out: String?
        @Option(help: "Tính lại từ tệp dữ liệu đầu vào này.") var input: String?

        func validate() throws {
            if (run == nil) == (input == nil) || (input != nil && out != nil) {
                throw ValidationError(
                    "Nêu số của lần phân bổ hoặc --input (the number of a run, or --input).")
            }
        }

        func run() async throws {
            if let input {
                let bytes = try readBytes(input, upTo: 1 << 26)
                let line = try RecomputedRun(ofInput: bytes, file: input)
                let place = try await Workplace(demo: global.demo)
                return try output.printer(place).single(line)
            }
            try await global.withRegistry { registry, place in
                let found = try await registry.allocationRun(run ?? 0, as: place.viewer)
                if let out { try writeFile(Array(found.inputText.utf8), to: out) }
                try output.printer(place).single(RecomputedRun(found))
            }
        }
    }
}

extension AllocationRun {
    /// What came out, in a sentence.
    fileprivate func total(isTrial: Bool) -> Bilingual {
        let name =
            isTrial
            ? Bilingual(vi: "Chạy thử", en: "Trial") : Bilingual(vi: "Phân bổ số \(id)", en: "Run \(id)")
        let given = plan.outcomes.reduce(0) { $0 + $1.booths.count }
        return Bilingual(
            vi:
                "\(name.vi): giao \(given) gian, \(waiting.count) đăng ký chờ; tổng nguyện vọng \(plan.value), cận trên \(plan.upperBound), chênh lệch \(plan.gap); mầm \(input.seed ?? "không có"); SHA-256 của dữ liệu \(inputSHA256)",
            en:
                "\(name.en): \(given) booths given, \(waiting.count) requests wait; total preference \(plan.value), upper bound \(plan.upperBound), gap \(plan.gap); seed \(input.seed ?? "none"); SHA-256 of the input \(inputSHA256)"
        )
    }
}

/// A run as it comes out when it is computed again.
private struct RecomputedRun: Listed {
    let run: AllocationRun?
    let input: AllocationInput
    let plan: AllocationPlan
    let waiting: Int
    let inputSHA256: String
    let resultSHA256: String

    init(_ run: AllocationRun) {
        self.run = run
        input = run.input
        plan = run.plan
        waiting = run.waiting.count
        inputSHA256 = run.inputSHA256
        resultSHA256 = run.resultSHA256
    }

    init(ofInput bytes: [UInt8], file: String) throws {
        run = nil
        do throws(Violation) {
            input = try AllocationInput(try JSONValue(parsing: bytes))
        } catch { throw error.at(Place(file: file)) }
        let answer = try AllocationAnswer(to: input)
        plan = answer.plan
        waiting = answer.waiting.count
        inputSHA256 = SHA256Digest(of: try CanonicalJSON.encode(input.document)).hex
        resultSHA256 = SHA256Digest(of: try CanonicalJSON.encode(answer.document)).hex
    }

    static let columns: [Column<RecomputedRun>] = [
        Column("run", "Lần phân bổ", "Run", { $0.run.map { String($0.id) } }),
        Column("fair", "Hội chợ", "Fair", { String($0.input.fair) }),
        Column("requests", "Đăng ký", "Requests", { .number($0.input.requests.count) }),
        Column("free_booths", "Gian trống", "Free booths", { .number($0.input.booths.count) }),
        Column(
            "given", "Gian được giao", "Booths given",
            { .number($0.plan.outcomes.reduce(0) { $0 + $1.booths.count }) }),
        Column("waiting", "Đăng ký chờ", "Waiting", { .number($0.waiting) }),
        Column("value", "Tổng nguyện vọng", "Total preference", { .number($0.plan.value) }),
        Column("upper_bound", "Cận trên", "Upper bound", { .number($0.plan.upperBound) }),
        Column("gap", "Chênh lệch", "Gap", { .number($0.plan.gap) }),
        Column("seed", "Mầm", "Seed", { $0.input.seed }),
        Column("input_sha256", "SHA-256 dữ liệu", "SHA-256 of the input", { $0.inputSHA256 }),
        Column("result_sha256", "SHA-256 kết quả", "SHA-256 of the result", { $0.resultSHA256 }),
        Column("actor", "Người làm", "Actor", { $0.run?.actor }),
        Column("at", "Lúc", "At", { $0.run?.at.iso }),
        Column("reason", "Lý do", "Reason", { $0.run?.reason }),
    ]
}

extension AllocationLine: Listed {
    static let columns: [Column<AllocationLine>] = [
        Column("request", "Đăng ký", "Request", { String($0.request.number) }),
        Column("tenant", "Đơn vị", "Tenant", { $0.request.tenantName }),
        Column("province_code", "Mã tỉnh", "Province code", { $0.request.province?.text }),
        Column("wanted", "Xin", "Asked for", { .number($0.request.booths) }),
        Column("points", "Điểm ưu tiên", "Points", { .number($0.points) }),
        Column("booths", "Được giao", "Given", { .list($0.outcome.booths.map(\.code)) }),
        Column("value", "Giá trị", "Value", { .number($0.outcome.value) }),
        Column("waiting", "Thứ tự chờ", "Waiting", { .number($0.waitingPosition) }),
        Column("draw", "Bốc thăm", "Draw", { $0.outcome.draw?.rawValue }),
        Column("why", "Vì sao", "Why", { .bilingual($0.why) }),
    ]
}

extension FairTermsRecord: Listed {
    static let columns: [Column<FairTermsRecord>] = [
        Column("fair", "Hội chợ", "Fair", { String($0.fairID) }),
        Column("version", "Bản", "Version", { .number($0.version) }),
        Column(
            "requests_until", "Nhận đăng ký đến", "Requests until", kind: .day,
            { .text($0.requestsUntil.iso) }),
        Column("seed", "Mầm bốc thăm", "Seed", { $0.seed }),
        Column("priority", "Điểm ưu tiên", "Priority points", { .bilingual($0.rules.priority.text) }),
        Column("scale", "Thang nguyện vọng", "Scale of preferences", { .bilingual($0.rules.scale.text) }),
        Column("actor", "Người công bố", "Actor", { $0.actor }),
        Column("at", "Lúc", "At", { $0.at.iso }),
        Column("requests_before", "Đăng ký đã có lúc đó", "Requests before", { .number($0.requestsBefore) }),
        Column("used", "Đã phân bổ", "Shared out", { .flag($0.isUsed) }),
    ]
}
