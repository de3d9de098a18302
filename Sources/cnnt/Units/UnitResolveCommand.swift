import ArgumentParser
import Registry
import RuralIndustry

extension UnitCommand {
    /// `cnnt unit resolve "xã Tân Phú, huyện Tân Kỳ, tỉnh Nghệ An"`
    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: "Tìm mã đơn vị từ địa chỉ viết bằng chữ.",
            discussion: """
                Địa chỉ của thời trước (còn cấp huyện) được đọc theo đơn vị của ngày đó rồi chuyển đến ngày tra cứu theo
                phả hệ. Kết thúc với mã 0 khi chỉ có một đơn vị phù hợp, mã 1 khi có nhiều hoặc không có.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Địa chỉ, từ nhỏ đến lớn: xã, huyện (nếu có), tỉnh.") var address: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                let resolution = try await registry.resolveAddress(
                    address, on: asOf.day(place), as: place.viewer)
                // Of an unknown address these are what was recognised, which the refusal says; never an answer.
                try output.printer(place).list(resolution.candidates)
                _ = try resolution.requireUnique()
            }
        }
    }
}

extension AddressCandidate: Listed {
    static let columns: [Column<AddressCandidate>] = [
        Column("code", "Mã", "Code", { $0.code.text }),
        Column("path", "Đơn vị", "Unit", { $0.path }),
        Column("read_on", "Đọc theo ngày", "Read on", { $0.readOn.iso }),
        Column("read_as", "Khi đó là", "Then", { $0.readAs }),
        Column("match", "Khớp", "Match", { $0.fit.key }),
        Column("partial", "Một phần", "Partial", { $0.isPartial ? "partial" : nil }),
    ]
}
