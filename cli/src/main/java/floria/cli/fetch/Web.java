package floria.cli.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import floria.tosca.source.Fetched;
import floria.tosca.source.WebAddress;

/**
 * Gets files of the web. A name is looked up once for each request, all that it stands for is
 * checked, and the connection goes to what was checked: a name that means something else a moment
 * later gains nothing. The same holds for every address that a server redirects to. Proxies are not
 * used, since they would look names up by themselves. Safe for use by many threads.
 */
public final class Web {
    private static final int CONNECT_MILLIS = 5_000;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Names names;
    private final Predicate<InetAddress> allowed;
    private final SSLSocketFactory tls;
    private final Bounds bounds;

    /** Looks a host's name up. */
    @FunctionalInterface
    interface Names {
        List<InetAddress> of(String host) throws UnknownHostException;
    }

    /** What an address has now. */
    sealed interface Found {
        /** A content, and what the server calls it. */
        @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
        record Content(byte[] bytes, Optional<String> tag, Optional<String> modified)
                implements Found {}

        /** What is known already. */
        record Unchanged() implements Found {}
    }

    Web(Names names, Predicate<InetAddress> allowed, SSLSocketFactory tls, Bounds bounds) {
        this.names = names;
        this.allowed = allowed;
        this.tls = tls;
        this.bounds = bounds;
    }

    /**
     * The web as it is.
     *
     * @param inward whether addresses of this machine and its networks may be asked too
     */
    public static Web of(boolean inward, Bounds bounds) {
        return new Web(
                host -> List.of(InetAddress.getAllByName(host)),
                inward ? _ -> true : PublicAddress::is,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                bounds);
    }

    /**
     * What is at an address, asked for in the way that lets the server say that nothing changed.
     */
    Found get(String address, Optional<Fetched.Entry> known) throws Unfetched {
        FutureTask<Found> task = new FutureTask<>(() -> follow(address, known));
        // Blocked in a socket, a virtual thread is freed by an interrupt; a platform thread is not.
        Thread thread = Thread.ofVirtual().start(task);
        try {
            return task.get(bounds.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new Unfetched(
                    "it took longer than %d ms".formatted(bounds.time().toMillis()),
                    "try again later");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Unfetched("it was interrupted", "");
        } catch (ExecutionException e) {
            throw failed(address, Optional.ofNullable(e.getCause()).orElse(e));
        } finally {
            thread.interrupt();
        }
    }

    private static Unfetched failed(String address, Throwable cause) {
        return switch (cause) {
            case Unfetched known -> known;
            case UnknownHostException _ ->
                    new Unfetched(
                            "there is no host " + URI.create(address).getHost(),
                            "look for a slip in the address, and whether there is a network");
            case SSLException e -> new Unfetched("no safe connection: " + e.getMessage(), "");
            case IOException e ->
                    new Unfetched("the connection failed: " + e.getMessage(), "try again later");
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        };
    }

    private Found follow(String address, Optional<Fetched.Entry> known) throws IOException {
        URI at = URI.create(address);
        for (int i = 0; i <= bounds.redirects(); i++) {
            Answer answer = ask(at, known);
            if (answer.status() == 304 && known.isPresent()) {
                return new Found.Unchanged();
            }
            if (answer.status() == 200) {
                return content(answer);
            }
            if (!REDIRECTS.contains(answer.status())) {
                throw new Unfetched(
                        "the server answers with status " + answer.status(),
                        answer.status() == 404 || answer.status() == 410
                                ? "look for a slip in the address, or whether the file has moved"
                                : "");
            }
            at = redirected(at, answer.header("location").orElse(""));
        }
        throw new Unfetched(
                "it leads to another address more than %d times".formatted(bounds.redirects()), "");
    }

    private static Found content(Answer answer) throws Unfetched {
        if (answer.header("content-type").orElse("").startsWith("text/html")) {
            throw new Unfetched(
                    "there is a web page, and not the file itself",
                    "code hosts have files in another place, often under an address with 'raw'");
        }
        return new Found.Content(
                answer.body(), answer.header("etag"), answer.header("last-modified"));
    }

    /** A port other than that of the scheme is for those who write a template, not for a server. */
    private static URI redirected(URI from, String to) throws Unfetched {
        URI next =
                WebAddress.of(from.toString(), to)
                        .map(URI::create)
                        .orElseThrow(() ->
                                new Unfetched("it leads to something that is not on the web", ""));
        if (from.getScheme().equals("https") && next.getScheme().equals("http")) {
            throw new Unfetched("it leads from a safe connection to one that is not", "");
        }
        if (next.getPort() >= 0 && next.getPort() != from.getPort()) {
            throw new Unfetched("it leads to another port, " + next.getPort(), "");
        }
        return next;
    }

    private Answer ask(URI at, Optional<Fetched.Entry> known) throws IOException {
        try (Socket plain = connect(at);
                Socket socket = at.getScheme().equals("https") ? secured(plain, at) : plain) {
            OutputStream out = socket.getOutputStream();
            out.write(request(at, known).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return Answer.read(new BufferedInputStream(socket.getInputStream()), bounds.file());
        }
    }

    private static String request(URI at, Optional<Fetched.Entry> known) {
        String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
        String port = at.getPort() < 0 ? "" : ":" + at.getPort();
        StringBuilder text = new StringBuilder();
        text.append("GET ").append(at.getRawPath()).append(query).append(" HTTP/1.1\r\n");
        text.append("Host: ").append(at.getHost()).append(port).append("\r\n");
        text.append("User-Agent: floria\r\nAccept: */*\r\nAccept-Encoding: identity\r\n");
        known.flatMap(Fetched.Entry::tag)
                .ifPresent(tag -> text.append("If-None-Match: ").append(tag).append("\r\n"));
        known.flatMap(Fetched.Entry::modified)
                .ifPresent(date -> text.append("If-Modified-Since: ").append(date).append("\r\n"));
        return text.append("Connection: close\r\n\r\n").toString();
    }

    private Socket connect(URI at) throws IOException {
        String host = at.getHost();
        List<InetAddress> all = names.of(host);
        for (InetAddress each : all) {
            if (!allowed.test(each)) {
                throw new Unfetched(
                        "%s is %s, an address that is not of the internet"
                                .formatted(host, each.getHostAddress()),
                        "--allow-private fetches from inside, if you trust the template so far");
            }
        }
        int port = at.getPort() >= 0 ? at.getPort() : at.getScheme().equals("https") ? 443 : 80;
        IOException last = new UnknownHostException(host);
        for (InetAddress each : all) {
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(each, port), CONNECT_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secured(Socket plain, URI at) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, at.getHost(), plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
