import ArgumentParser
import Registry
import RuralIndustry

extension FairCommand {
    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit",
            abstract: "Sửa một hội chợ chưa kết thúc; mục không ghi thì giữ nguyên.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của hội chợ.") var id: Int64
        @Option(help: "Tên hội chợ.") var name: String?
        @Option(help: "organised hoặc joined; chỉ khi hội chợ chưa công bố.") var kind: FairKind?
        @Option(help: "Địa điểm.") var venue: String?
        @Option(help: "Ngày khai mạc.") var from: Day?
        @Option(help: "Ngày bế mạc.") var to: Day?
        @Option(name: .customLong("set-up"), help: "Ngày đầu dựng gian hàng.") var setUp: Day?
        @Option(name: .customLong("booth-width"), help: "Chiều rộng gian hàng tiêu chuẩn, mét.")
        var boothWidth: Length?
        @Option(name: .customLong("booth-depth"), help: "Chiều sâu gian hàng tiêu chuẩn, mét.")
        var boothDepth: Length?
        @Option(name: .customLong("if-version"), help: "Chỉ sửa nếu còn ở phiên bản này.") var version: Int?
        @Option(help: "Lý do; bắt buộc khi hội chợ đã công bố, và hiện ở trang công khai.")
        var because: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.editFair(
                        id,
                        FairChanges(
                            name: name, kind: kind, venue: venue, first: from, last: to, setUpOn: setUp,
                            boothWidth: boothWidth, boothDepth: boothDepth),
                        version: VersionMatch(version), because: because, as: place.viewer,
                        dryRun: dryRun.dryRun))
            }
        }
    }
}
