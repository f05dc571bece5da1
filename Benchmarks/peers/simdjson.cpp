// Walks every value of a file with simdjson's on-demand parser: decodes each string and number, passes keys without decoding,
// as quarry-bench does. The file is loaded into memory whole, which is how simdjson works; the time includes the loading.
//
// On demand runs the instruction set it was compiled for and chooses nothing at run time: compile with -march=native, or it
// is the fallback without vectors that is measured.
//
// Prints one JSON object: messages, bytes, seconds, again (the same once more with the parser's memory reused), version (with
// the instruction set of the library's first stage and of the walk).

#include <chrono>
#include <cstdio>
#include <simdjson.h>

using namespace simdjson;

#define TEXT(name) #name
#define NAME(macro) TEXT(macro)

struct Walk {
    size_t values = 0;
    size_t text = 0;
    double sum = 0;

    void visit(ondemand::value value) {
        values++;
        switch (value.type()) {
        case ondemand::json_type::object:
            for (auto field : value.get_object()) visit(field.value());
            break;
        case ondemand::json_type::array:
            for (auto element : value.get_array()) visit(element.value());
            break;
        case ondemand::json_type::string: text += std::string_view(value.get_string()).size(); break;
        case ondemand::json_type::number: sum += double(value.get_double()); break;
        case ondemand::json_type::boolean: sum += bool(value.get_bool()); break;
        case ondemand::json_type::null: values += bool(value.is_null()) ? 0 : 1; break;
        }
    }
};

// Loads and walks the file; how many messages it has.
static size_t read(ondemand::parser &parser, const char *path, size_t &bytes) {
    padded_string json = padded_string::load(path);
    ondemand::document document = parser.iterate(json);
    Walk walk;
    size_t messages = 0;
    for (auto field : document.get_object()) {
        if (field.key() == "messages") {
            for (auto message : field.value().get_array()) {
                walk.visit(message.value());
                messages++;
            }
        } else {
            walk.visit(field.value());
        }
    }
    if (walk.values == 0 || walk.text == 0 || walk.sum < 0) throw simdjson_error(EMPTY);
    bytes = json.size();
    return messages;
}

int main(int count, char **arguments) try {
    if (count != 2) {
        fprintf(stderr, "usage: simdjson FILE\n");
        return 64;
    }
    ondemand::parser parser;
    double seconds[2];
    size_t messages = 0, bytes = 0;
    for (double &passed : seconds) {
        auto start = std::chrono::steady_clock::now();
        messages = read(parser, arguments[1], bytes);
        passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    printf(
        "{\"messages\":%zu,\"bytes\":%zu,\"seconds\":%.6f,\"again\":%.6f,\"version\":\"%d.%d.%d, %s, %s\"}\n", messages,
        bytes, seconds[0], seconds[1], SIMDJSON_VERSION_MAJOR, SIMDJSON_VERSION_MINOR, SIMDJSON_VERSION_REVISION,
        get_active_implementation()->name().c_str(), NAME(SIMDJSON_BUILTIN_IMPLEMENTATION));
} catch (const simdjson_error &error) {
    fprintf(stderr, "simdjson stopped: %s\n", error.what());
    return 1;
}
