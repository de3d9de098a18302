import ArgumentParser
import Documents
import Registry
import RuralIndustry

extension CertificateCommand {
    struct Labels: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "labels",
            abstract: "Ghi nhãn dán bao bì của những giấy chứng nhận còn hiệu lực thành tệp PDF.",
            discussion: """
                Nhãn có biểu trưng của chương trình, tên sản phẩm, tên cơ sở, cấp và năm, số, thời hạn và mã QR như trên giấy. Mỗi nhãn \
                một trang đúng cỡ, hoặc nhiều nhãn trên tờ A4 có vạch cắt (--sheet a4). Tên dài được thu nhỏ dần đến cỡ chữ 5; chỉ khi \
                vẫn không vừa mới viết tắt bằng “…”, vì số và mã QR dẫn đến tên đầy đủ (cột shortened).
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số giấy chứng nhận, một hoặc nhiều.") var numbers: [String]
        @Option(help: "Tệp PDF để ghi.") var out: String
        @Option(help: "Cỡ nhãn tính bằng milimét, rộng x cao: một cạnh từ 40, cạnh kia từ 70.")
        var size = "70x40"
        @Option(help: "a4: nhiều nhãn trên một tờ, có vạch cắt (mặc định: mỗi nhãn một trang).") var sheet:
            SheetOption?
        @Option(help: "Số bản của mỗi nhãn, từ 1 đến 1000.") var copies = 1
        @Option(help: "Mẫu nhãn: tệp JSON, hoặc label-1 (mặc định; xem: certificate template show label-1).")
        var template: String?

        enum SheetOption: String, ExpressibleByArgument, CaseIterable { case a4 }

        func validate() throws {
            guard out.hasSuffix(".pdf") else { throw ValidationError("--out phải là tệp .pdf") }
            guard (1...1000).contains(copies) else { throw ValidationError("--copies phải từ 1 đến 1000") }
            guard numbers.count * copies <= 10_000 else {
                throw ValidationError(
                    "nhiều nhất 10000 nhãn một tệp; hãy chia ra (at most 10000 labels in a file)")
            }
        }

        func run() async throws {
            let size = try LabelSize(size)
            let design = try template.map { try LabelTemplate(named: $0) } ?? LabelTemplate.standard()
            try await global.withRegistry { registry, place in
                let papers = try await registry.papersForLabels(
                    numbers: numbers, on: asOf.day(place), as: place.viewer)
                let outcome = try LabelRenderer(
                    fonts: try FontSet.load(folder: place.fontDirectory), template: design
                ).render(papers, size: size, sheet: sheet == nil ? .single : .a4, copies: copies)
                try writeFile(outcome.bytes, to: out)
                try output.printer(place).list(
                    papers.map {
                        LabelLine(
                            paper: $0, size: size, copies: copies, file: out,
                            isShortened: outcome.shortened.contains($0.number))
                    })
            }
        }
    }
}

/// What was printed of one certificate.
private struct LabelLine: Listed {
    let paper: CertificatePaper
    let size: LabelSize
    let copies: Int
    let file: String
    let isShortened: Bool

    static let columns: [Column<LabelLine>] = [
        Column("number", "Số", "Number", { $0.paper.number }),
        Column("product", "Sản phẩm", "Product", { $0.paper.product.name }),
        Column("establishment", "Cơ sở", "Establishment", { $0.paper.establishment.name }),
        Column("size", "Cỡ (mm)", "Size (mm)", { $0.size.description }),
        Column("copies", "Số bản", "Copies", { .number($0.copies) }),
        Column("shortened", "Tên viết tắt", "Shortened", { .flag($0.isShortened) }),
        Column("file", "Tệp", "File", { $0.file }),
    ]
}

extension LabelTemplate {
    static func standard() throws -> LabelTemplate { try LabelTemplate(named: standardID) }

    /// Whether a name is that of a built-in design of labels, or of a file with one.
    static func isNamed(_ name: String) -> Bool {
        if builtInIDs.contains(name) { return true }
        guard let bytes = try? readBytes(name, upTo: mostBytes), let document = try? JSONValue(parsing: bytes)
        else { return false }
        return isMeant(by: document)
    }

    /// A built-in design by its name, or a file.
    init(named name: String) throws {
        if let builtIn = try LabelTemplate.builtIn(name) {
            self = builtIn
            return
        }
        do {
            self = try LabelTemplate(try JSONValue(parsing: try readBytes(name, upTo: Self.mostBytes)))
        } catch let refusal as Refusal {
            try Refusal.throwIfAny(refusal.violations.map { $0.at(Place(file: name)) })
            throw refusal
        } catch let violation as Violation {
            throw violation.at(Place(file: name))
        }
    }

    /// A picture of 1 MiB in Base64, and the rest.
    private static let mostBytes = 2 << 20
}
