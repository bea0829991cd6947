package floria.engine.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs calls: HMAC-SHA256 with the webhook's secret over the time in seconds since 1970, a full
 * stop, and the body. The time lets a receiver refuse calls that somebody recorded.
 */
public final class Signature {
    private Signature() {}

    /** The header's value, {@code t=SECONDS,v1=HEXADECIMAL}. */
    public static String of(String secret, Instant at, byte[] body) {
        String time = Long.toString(at.getEpochSecond());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }
}
