import CFuzzer
import Foundation

// Usage: fuzz TARGET [what libFuzzer takes]. A finding is a crash: a trap, a broken promise, a sanitizer's report.

let names = ["reader", "catalog", "rules"]
let name = CommandLine.arguments.dropFirst().first ?? ""
guard names.contains(name) else {
    FileHandle.standardError.write(Data("usage: fuzz \(names.joined(separator: "|")) [libFuzzer's arguments]\n".utf8))
    exit(64)
}

// libFuzzer sees the arguments without the target's name.
var arguments = unsafe CommandLine.unsafeArgv
unsafe arguments[1] = arguments[0]
unsafe arguments += 1
var count = CommandLine.argc - 1
var start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe arguments

/// The input as an array: targets are free of pointers.
func bytes(_ data: UnsafePointer<UInt8>?, _ size: Int) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: data, count: size))
}

let status =
    switch name {
    case "reader":
        unsafe LLVMFuzzerRunDriver(&count, &start) { data, size in
            ReaderTarget.test(unsafe bytes(data, size))
            return 0
        }
    case "catalog":
        unsafe LLVMFuzzerRunDriver(&count, &start) { data, size in
            CatalogTarget.test(unsafe bytes(data, size))
            return 0
        }
    default:
        unsafe LLVMFuzzerRunDriver(&count, &start) { data, size in
            RulesTarget.test(unsafe bytes(data, size))
            return 0
        }
    }
exit(status)
