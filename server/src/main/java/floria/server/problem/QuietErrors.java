package floria.server.problem;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Tomcat's own error page away: what never reaches Floria, such as a request line that cannot
 * be read, gets its status and no body.
 */
public final class QuietErrors extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        // The status is enough.
    }
}
