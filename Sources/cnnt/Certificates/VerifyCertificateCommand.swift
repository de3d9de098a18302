import ArgumentParser
import Evidence
import Registry
import RuralIndustry

extension CertificateCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Kiểm tra tệp PDF, mã tra cứu hoặc toàn bộ nội dung mã QR.",
            discussion: """
                Mỗi tệp hay mã một dòng; mã kết thúc theo kết quả xấu nhất: 0 còn hiệu lực · 1 đã thu hồi hoặc hết hạn (hay \
                không đọc được tệp) · 4 bị sửa hoặc giả · 6 giấy thật, chưa rõ tình trạng. Với --offline chỉ cần nội dung mã \
                QR và khóa công khai, không cần cơ sở dữ liệu hay mạng.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Tệp PDF, mã tra cứu, nội dung mã QR; - thì đọc từng dòng từ đầu vào.") var what:
            [String]
        @Flag(help: "Không hỏi cơ sở dữ liệu.") var offline = false
        @Option(help: "Khóa công khai được tin (PEM); mặc định: các khóa trong thư mục dữ liệu.") var key:
            String?
        @Option(help: "Danh sách thu hồi mà `certificate revocations` ghi ra.") var revocations: String?
        @Option(help: "Tên sản phẩm đầy đủ, để đối chiếu với mã.") var product: String?
        @Option(help: "Tên cơ sở đầy đủ, để đối chiếu với mã.") var establishment: String?

        func validate() throws {
            if !offline, key != nil || revocations != nil || product != nil || establishment != nil {
                throw ValidationError(
                    "--key, --revocations, --product, --establishment cần --offline (need --offline).")
            }
            if (product == nil) != (establishment == nil) {
                throw ValidationError("Ghi cả --product lẫn --establishment (both of them).")
            }
        }

        func run() async throws {
            let subjects = what.flatMap { $0 == "-" ? Self.inputLines() : [$0] }
            if offline {
                if let wrong = what.first(where: { $0 != "-" && !Self.isWholeCode($0) }) {
                    throw ValidationError("\(Self.needsWholeCode) “\(wrong)”")
                }
                let settings = try await Settings.load(demo: global.demo)
                let printer = Printer(format: output.format, language: settings.language, console: Console())
                return try Self.finish(try offlineChecks(subjects, settings), printer)
            }
            try await global.withRegistry { registry, place in
                let day = asOf.day(place)
                var checks: [PaperCheck] = []
                // few enough to keep memory flat
                for start in stride(from: 0, to: subjects.count, by: 100) {
                    checks += try await PaperLookup(subjects[start..<min(start + 100, subjects.count)])
                        .checks(by: registry, as: place.viewer, on: day)
                }
                try Self.finish(checks, output.printer(place))
            }
        }

        /// Prints every answer, and ends with the worst.
        private static func finish(_ checks: [PaperCheck], _ printer: Printer) throws {
            try printer.list(checks)
            guard let worst = checks.max(by: { $0.result.severity < $1.result.severity }),
                worst.result != .valid
            else { return }
            throw Failure.verification(
                worst.result.status, checks.filter { $0.result != .valid }.map(\.violation))
        }

        private static func inputLines() -> [String] {
            var lines: [String] = []
            while let line = readLine() {
                if !line.isEmpty { lines.append(line) }
            }
            return lines
        }

        private static func isWholeCode(_ subject: String) -> Bool {
            subject.contains("#") && !PaperLookup.isFile(subject)
        }

        private static let needsWholeCode =
            "--offline cần toàn bộ nội dung mã QR, cả phần sau dấu # (the whole content of the QR code):"

        // MARK: Without the registry

        private func offlineChecks(_ subjects: [String], _ settings: Settings) throws -> [PaperCheck] {
            let keys = try settings.trustedKeys(key)
            let list = try revocations.map { try Self.list($0, keys) }
            let today = asOf.asOf ?? Process.now.vietnameseDay
            return subjects.map { subject in
                // a line of the input that is no code takes nothing from the others
                guard Self.isWholeCode(subject) else { return .notWhole(subject) }
                do throws(Violation) {
                    let code = try SignedCertificateCode(subject)
                    let status = code.status(trusting: keys, list: list, on: today)
                    let check = PaperCheck(offline: subject, code, status)
                    return names(of: code, agree: check)
                } catch {
                    return .malformed(subject, error.text)
                }
            }
        }

        /// The names on paper are longer than the code shows; its hash is of the whole ones.
        private func names(of code: SignedCertificateCode, agree check: PaperCheck) -> PaperCheck {
            guard let product, let establishment, check.result != .forged,
                !code.statement.isOf(product: product, establishment: establishment)
            else { return check }
            return PaperCheck(
                subject: check.subject, result: .altered,
                note: Bilingual(
                    vi: "tên sản phẩm hoặc tên cơ sở trên giấy không phải tên đã ký trong mã",
                    en: "product or establishment on the paper are not the names that the code signs"),
                facts: check.facts)
        }

        /// - Throws: exit 4 if the list is altered, 6 if it cannot be relied on.
        private static func list(_ file: String, _ keys: TrustedKeys) throws -> RevocationList {
            let note = try SignedNote(try readFile(file))
            guard let signer = note.signer(among: keys) else {
                throw note.names(oneOf: keys)
                    ? Failure.integrity(
                        Bilingual(
                            vi: "danh sách thu hồi “\(file)” bị sửa: chữ ký không đúng",
                            en: "the revocation list “\(file)” was altered: its signature does not fit"))
                    : Failure.statusUnknown(
                        Bilingual(
                            vi:
                                "không biết khóa \(note.keyName) đã ký “\(file)”; hãy cho khóa đã công bố (--key)",
                            en:
                                "the key \(note.keyName) that signed “\(file)” is not known; give the published key (--key)"
                        ))
            }
            let list = try RevocationList(text: note.text)
            if signer.revokedFrom != nil || list.leakedKeys[signer.key.id] != nil {
                throw Failure.statusUnknown(
                    Bilingual(
                        vi:
                            "danh sách “\(file)” ký bằng khóa đã lộ nên không dùng được; hãy lấy danh sách mới",
                        en: "the list “\(file)” is signed with a key that leaked; get a new one"))
            }
            return list
        }
    }

    struct Revocations: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revocations",
            abstract: "Ghi danh sách thu hồi đã ký, để kiểm tra mã QR không cần máy chủ.")
        @OptionGroup var global: GlobalOptions
        @Option(help: "Tệp để ghi (mặc định: in ra).") var out: String?
        @Option(help: "Dùng được bao nhiêu ngày sau hôm nay.") var days = 7

        func validate() throws {
            if !(0...366).contains(days) { throw ValidationError("--days từ 0 đến 366 (0 to 366).") }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let list = try await registry.revocationList(
                    on: place.today, reliableFor: days, as: place.viewer)
                let note = try SignedNote(text: list.text, signedBy: try await place.signingKey(registry))
                if let out {
                    try writeFile(Array(note.description.utf8), to: out)
                } else {
                    Console().write("\(note)")
                }
            }
        }
    }
}
