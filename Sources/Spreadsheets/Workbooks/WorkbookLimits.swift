/// What bounds the memory and the time that a workbook may take, however it was made.
public struct WorkbookLimits: Sendable {
    /// Bytes of everything that is unpacked.
    public var unpacked = 1 << 30
    /// How many times larger than its packed form a part may be, once it is larger than `freelyUnpacked`.
    public var ratio = 200
    public var freelyUnpacked = 64 << 20
    /// Bytes of the shared texts, which are kept while a sheet is read.
    public var sharedTexts = 128 << 20
    public var sharedTextCount = 4_000_000
    /// Bytes of all cells of a sheet together: many may point to one long shared text.
    public var texts = 512 << 20
    /// What Excel itself allows.
    public var rows = 1_048_576
    public var columns = 16_384
    /// Bytes of one cell: Excel allows 32,767 letters.
    public var cell = 131_072
    public var parts = 10_000

    public init() {}
}
