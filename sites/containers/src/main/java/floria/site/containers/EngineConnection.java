package floria.site.containers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLSocket;

/**
 * One connection to an engine, in both directions at once. Closing it from another thread ends
 * every read and write.
 */
record EngineConnection(InputStream in, OutputStream out, EndOfOutput endOfOutput, Closeable closer)
        implements Closeable {

    private static final int CONNECT_MILLIS = 5_000;

    /** Says that nothing more will be written, while reading goes on. */
    @FunctionalInterface
    interface EndOfOutput {
        void send() throws IOException;
    }

    static EngineConnection open(EngineAddress address) throws IOException {
        return switch (address) {
            case EngineAddress.Unix unix -> unix(unix);
            case EngineAddress.Tcp tcp -> tcp(tcp);
        };
    }

    private static EngineConnection unix(EngineAddress.Unix address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(address.socket()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new EngineConnection(
                Channels.newInputStream(channel),
                Channels.newOutputStream(channel),
                channel::shutdownOutput,
                channel);
    }

    private static EngineConnection tcp(EngineAddress.Tcp address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            if (address.certificates().isPresent()) {
                SSLSocket secured =
                        Certificates.read(address.certificates().get())
                                .secure(socket, address.host());
                return of(secured);
            }
            return of(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static EngineConnection of(Socket socket) throws IOException {
        return new EngineConnection(
                socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket);
    }

    @Override
    public void close() throws IOException {
        closer.close();
    }
}
