import ArgumentParser

enum ProgressChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, plain, json, none
}
