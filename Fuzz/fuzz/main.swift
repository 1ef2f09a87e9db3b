import CFuzzer
import Foundation

// Usage: fuzz TARGET [what libFuzzer takes]. A finding is a crash: a trap, a broken promise, a sanitizer's report.
// Without libFuzzer (an ordinary build): fuzz TARGET FILE... tries each file once.

let names = ["reader", "catalog", "rules"]
let name = CommandLine.arguments.dropFirst().first ?? ""
guard names.contains(name) else {
    FileHandle.standardError.write(Data("usage: fuzz \(names.joined(separator: "|")) [libFuzzer's arguments]\n".utf8))
    exit(64)
}

func test(_ bytes: [UInt8]) {
    switch name {
    case "reader": ReaderTarget.test(bytes)
    case "catalog": CatalogTarget.test(bytes)
    default: RulesTarget.test(bytes)
    }
}

guard hasFuzzer() != 0 else {
    let files = CommandLine.arguments.dropFirst(2)
    for file in files { test([UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))) }
    print("fuzz: \(name), \(files.count) inputs tried")
    exit(0)
}

// libFuzzer sees the arguments without the target's name.
var arguments = unsafe CommandLine.unsafeArgv
unsafe arguments[1] = arguments[0]
unsafe arguments += 1
var count = CommandLine.argc - 1
var start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe arguments
let status = unsafe LLVMFuzzerRunDriver(&count, &start) { data, size in
    // As an array: targets are free of pointers.
    test(unsafe [UInt8](UnsafeBufferPointer(start: data, count: size)))
    return 0
}
exit(status)
