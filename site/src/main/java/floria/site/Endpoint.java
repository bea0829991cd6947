package floria.site;

/**
 * Where a program must listen, and where it is reached.
 *
 * @param name as in {@link ResourceSpec.Port#name()}
 * @param bindHost the address to listen on, inside the machine
 * @param bindPort the port to listen on, inside the machine
 * @param host the address to connect to, from the server
 * @param port the port to connect to, from the server
 */
public record Endpoint(String name, String bindHost, int bindPort, String host, int port) {}
