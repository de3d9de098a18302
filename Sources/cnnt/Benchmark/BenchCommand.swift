import ArgumentParser
import Documents
import Evidence
import FoundationEssentials
import Glibc
import Registry
import RuralIndustry

/// What `deploy/bench` calls; not shown to people.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Đo tốc độ (benchmarks, for deploy/bench).", shouldDisplay: false,
        subcommands: [
            Certificates.self, Papers.self, HistorySQL.self, CountryFiles.self, SearchLatency.self,
            ProductHistoryLatency.self, Judging.self, OfflineCodes.self, Fairs.self,
            BoothHolds.self, BoothSQL.self, FairFiles.self,
        ])

    /// Draws certificates on one core without writing them, and watches the memory.
    struct Certificates: AsyncParsableCommand {
        @Option var count = 10_000
        /// A PKCS #12 file without a password.
        @Option var sign: String?

        func run() async throws {
            let settings = try await Settings.load()
            try measure(fontFolder: settings.fontDirectory ?? FontSet.debianFolder)
        }

        /// Not asynchronous itself: Swift 6.3's optimiser fails on errors of known type inside such a function.
        private func measure(fontFolder: String) throws {
            let signing = try sign.map {
                CertificateSigning(
                    by: try SigningIdentity(pkcs12: readBytes($0), password: ""), at: Process.now)
            }
            let renderer = try CertificateRenderer(fonts: try FontSet.load(folder: fontFolder))
            var bytes = 0
            var residentAfter1000 = 0
            let clock = ContinuousClock()
            let start = clock.now
            for number in 1...max(1, count) {
                bytes += try Self.file(Self.paper(number), renderer, signing).count
                if number == min(1000, count) { residentAfter1000 = Self.residentKilobytes }
            }
            let seconds = start.duration(to: clock.now) / .seconds(1)
            Console().write(
                """
                {"certificates":\(count),"seconds":\(seconds),"bytes":\(bytes),\
                "resident_kb_after_1000":\(residentAfter1000),"resident_kb_end":\(Self.residentKilobytes)}

                """)
        }

        /// Signed and checked as a batch does it.
        private static func file(
            _ paper: CertificatePaper, _ renderer: CertificateRenderer, _ signing: CertificateSigning?
        ) throws -> [UInt8] {
            guard let signing else { return try renderer.render(paper) }
            let file = try renderer.render(
                paper,
                for: SignaturePlace(signedAt: signing.signedAt, reservedBytes: signing.signer.reservedBytes))
            return try file.signed(with: try signing.signature(of: file.content).der)
        }

        /// Names differ from paper to paper, as in a real batch.
        static func paper(_ number: Int) throws -> CertificatePaper {
            guard let decided = Day(year: 2026, month: 6, day: 30), let last = Day.lastOf(year: 2029) else {
                throw Violation("bench", vi: "ngày sai", en: "bad day")
            }
            let words = [
                "Chè tôm nõn", "Miến dong", "Khay trà gỗ lũa", "Mật ong hoa rừng", "Tinh dầu sả",
                "Gạo nếp vải",
            ]
            let name = "\(words[number % words.count]) Mẫu số \(number)"
            let code = String(repeating: "0", count: max(0, 17 - String(number).count)) + String(number)
            return CertificatePaper(
                level: SelectionLevel.allCases[number % SelectionLevel.allCases.count],
                levelName: "cấp tỉnh năm 2026",
                number: "\(number)/2026/CNNT-T19", issuer: ["ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"],
                product: CertificatePaper.Product(
                    name: name, group: "Chế biến nông, lâm, thủy sản và thực phẩm"),
                establishment: CertificatePaper.Establishment(
                    name: "Hợp tác xã Mẫu \(number % 97)", unit: "xã Tân Cương, tỉnh Thái Nguyên"),
                decision: CertificatePaper.Decision(
                    number: "9001/QĐ-UBND", day: decided, authority: "Ủy ban nhân dân tỉnh Thái Nguyên"),
                place: "Thái Nguyên", issuedOn: decided, validThrough: last,
                signature: CertificatePaper.Signature(
                    capacity: "TM. ỦY BAN NHÂN DÂN", title: "CHỦ TỊCH", name: "Nguyễn Văn Mẫu"),
                verification: CertificatePaper.Verification(
                    code: code, address: "https://cnnt.example.vn/c/\(code)"))
        }

        /// From /proc/self/statm, in pages.
        private static var residentKilobytes: Int {
            let text = (try? readFile("/proc/self/statm")) ?? ""
            let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            return pages * Int(sysconf(Int32(_SC_PAGESIZE))) / 1024
        }
    }

    /// Prints what is drawn, one paper a line, for other programs to draw the same.
    struct Papers: ParsableCommand {
        @Option var count = 1000

        func run() throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            for number in 1...max(1, count) {
                let line = try encoder.encode(Certificates.paper(number))
                Console().write(String(decoding: line, as: UTF8.self) + "\n")
            }
        }
    }

    /// Checks the QR codes of certificates on one core, as `certificate verify --offline` does.
    struct OfflineCodes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "offline")
        @Option var count = 10_000

        func run() async throws {
            let key = SigningKey()
            let keys = TrustedKeys([
                TrustedKeys.Entry(SigningKey().verifying), TrustedKeys.Entry(key.verifying),
            ])
            let today = Process.now.vietnameseDay
            let list = RevocationList(day: today, next: today, keys: [key.verifying.id])
            let contents = try (1...max(1, count)).map { number in
                let paper = try Certificates.paper(number)
                let statement = CertificateStatement(
                    number: paper.number, level: paper.level, decisionNumber: paper.decision.number,
                    decidedOn: paper.decision.day, issuedOn: paper.issuedOn, validThrough: paper.validThrough,
                    productName: paper.product.name, establishmentName: paper.establishment.name,
                    isSpecimen: false)
                return try SignedCertificateCode(
                    address: paper.verification.address, statement, signedBy: key
                ).content
            }
            let clock = ContinuousClock()
            let start = clock.now
            let valid = try contents.count { content in
                let status = try SignedCertificateCode(content).status(trusting: keys, list: list, on: today)
                return status != .forged && status != .unknownKey
            }
            let seconds = start.duration(to: clock.now) / .seconds(1)
            Console().write("{\"codes\":\(count),\"genuine\":\(valid),\"seconds\":\(seconds)}\n")
        }
    }

    /// The SQL of a product's award history, with `:id` where pgbench puts the product.
    struct HistorySQL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "history-sql")

        func run() async throws {
            Console().write(Registry.productHistorySQL(variable: ":id") + ";\n")
        }
    }
}
