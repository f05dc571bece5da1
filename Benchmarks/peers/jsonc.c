// Reads an export's messages with json-c's tokener, one message at a time, from chunks of 64 kB: how a reader that must not hold
// the whole file would use it. What stands before and behind the array of messages, a few hundred bytes, is not parsed.
// json-c decodes every string and number while it parses, so its trees are dropped without a visit.
//
// Prints one JSON object: messages, bytes, seconds, version.

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { chunk_size = 64 << 10 };

struct input {
    FILE *file;
    char bytes[chunk_size];
    size_t count, position;
    long consumed;
};

static int refill(struct input *input) {
    input->count = fread(input->bytes, 1, chunk_size, input->file);
    input->position = 0;
    input->consumed += (long)input->count;
    return input->count > 0;
}

// The next byte, or -1 at the end.
static int peek(struct input *input) {
    if (input->position == input->count && !refill(input)) return -1;
    return (unsigned char)input->bytes[input->position];
}

// Goes behind the bracket that opens the array of messages.
static int find_messages(struct input *input) {
    static const char name[] = "\"messages\":";
    size_t matched = 0;
    int byte;
    while (matched < sizeof name - 1 && (byte = peek(input)) >= 0) {
        matched = byte == name[matched] ? matched + 1 : byte == name[0];
        input->position++;
    }
    while ((byte = peek(input)) >= 0) {
        input->position++;
        if (byte == '[') return 1;
    }
    return 0;
}

static struct json_object *next_message(struct input *input, struct json_tokener *tokener) {
    int byte;
    while ((byte = peek(input)) == ',' || byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t') input->position++;
    if (byte != '{') return NULL;
    for (;;) {
        struct json_object *message = json_tokener_parse_ex(
            tokener, input->bytes + input->position, (int)(input->count - input->position));
        enum json_tokener_error error = json_tokener_get_error(tokener);
        if (error == json_tokener_success) {
            input->position += json_tokener_get_parse_end(tokener);
            return message;
        }
        if (error != json_tokener_continue || !refill(input)) {
            fprintf(stderr, "json-c stopped: %s\n", json_tokener_error_desc(error));
            exit(1);
        }
    }
}

int main(int count, char **arguments) {
    static struct input input;
    if (count != 2 || !(input.file = fopen(arguments[1], "rb"))) {
        fprintf(stderr, "usage: jsonc FILE\n");
        return 64;
    }
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    struct json_tokener *tokener = json_tokener_new();
    if (!tokener || !find_messages(&input)) return 1;
    long messages = 0;
    struct json_object *message;
    while ((message = next_message(&input, tokener))) {
        messages++;
        json_object_put(message);
    }
    while (refill(&input)) {}
    json_tokener_free(tokener);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    printf(
        "{\"messages\":%ld,\"bytes\":%ld,\"seconds\":%.6f,\"version\":\"%s\"}\n", messages, input.consumed, seconds,
        json_c_version());
}
