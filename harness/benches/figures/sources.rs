//! The programs that are graded here, each in a few lines.

/// A right server in Python: says when it listens, serves one client, exits.
pub const SERVER: &str = r#"import os, socket, time

listener = socket.create_server(("127.0.0.1", int(os.environ.get("PORT", 33498))))
print("listening", flush=True)
client, _ = listener.accept()
while data := client.recv(2048):
    client.sendall(data + time.strftime("%H:%M:%S").encode())
client.close()
"#;

/// A right client in Python: sends, prints the reply, exits.
pub const CLIENT: &str = r#"import os, socket

client = socket.create_connection(("127.0.0.1", int(os.environ.get("PORT", 33498))))
client.sendall(b"Trololololo, lololololol, ahahahaha.")
print(client.recv(2048).decode())
client.close()
"#;

/// How every wrong server here begins.
const LISTENING: &str = r#"import os, signal, socket, time

listener = socket.create_server(("127.0.0.1", int(os.environ.get("PORT", 33498))))
client, _ = listener.accept()
"#;

/// How every wrong client here begins.
const CONNECTED: &str = r#"import os, signal, socket, time

client = socket.create_connection(("127.0.0.1", int(os.environ.get("PORT", 33498))))
"#;

/// A wrong server, by what it does with its first client.
pub fn server_that(does: &str) -> String {
    format!("{LISTENING}{does}\n")
}

/// A wrong client, by what it does once it is connected.
pub fn client_that(does: &str) -> String {
    format!("{CONNECTED}{does}\n")
}

/// A right server in C, so small that what it costs is nearly all the harness's.
pub const NATIVE_SERVER: &str = r#"
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int main(void) {
    char block[4096];
    const char *port = getenv("PORT");
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port ? atoi(port) : 33498)};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 5)) return 1;
    if (write(1, "listening\n", 10) < 0) return 1;
    int client = accept(listener, 0, 0);
    for (ssize_t length; (length = read(client, block, 2048)) > 0;) {
        time_t now = time(0);
        length += strftime(block + length, 16, "%H:%M:%S", localtime(&now));
        if (write(client, block, length) < length) return 1;
    }
    return 0;
}
"#;
