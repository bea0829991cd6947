package floria.server.security;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

import floria.server.home.Home;
import floria.server.portal.PortalFiles;
import floria.server.problem.ProblemWriter;

/** Who gets in: every request carries a bearer token, and no session is kept. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class Security {
    /** Where the language server is; who connects there shows a ticket. */
    public static final String LANGUAGE = "/api/v1/language";

    /**
     * What can be had without a token: that the server is there, how to talk to it, and the portal,
     * which holds nothing of anybody and asks for a sign-in itself.
     */
    private static final String[] OPEN = {
        "/api/v1/health",
        "/api/v1/openapi.json",
        "/api/v1/sessions/ways",
        "/",
        PortalFiles.PATH,
        PortalFiles.PATH + "/**"
    };

    /** The bearer token that a request carries. */
    public static Optional<String> token(HttpServletRequest request) {
        return BearerFilter.token(request);
    }

    @Bean
    LocalToken localToken(Home home) {
        return new LocalToken(home.token());
    }

    @Bean
    Sessions sessions(InstantSource clock) {
        return new Sessions(clock, new SecureRandom());
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http, List<SignIn> ways, ProblemWriter problems) {
        return http
                // A browser never sends the token by itself, so there is nothing to forge.
                .csrf(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new BearerFilter(ways), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests ->
                        requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(OPEN)
                                .permitAll()
                                .requestMatchers(HttpMethod.GET, LANGUAGE)
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, "/api/v1/sessions")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(faults ->
                        faults.authenticationEntryPoint(
                                        (_, response, _) -> {
                                            response.setHeader(
                                                    HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                                            problems.write(
                                                    response,
                                                    HttpStatus.UNAUTHORIZED,
                                                    "unauthorized",
                                                    "The request carries no token that"
                                                            + " this server knows.",
                                                    Optional.of(
                                                            "Send Authorization: Bearer"
                                                                    + " TOKEN; the token is"
                                                                    + " in the file token"
                                                                    + " of the server's"
                                                                    + " state folder."));
                                        })
                                .accessDeniedHandler((_, response, _) ->
                                        problems.write(
                                                response,
                                                HttpStatus.FORBIDDEN,
                                                "forbidden",
                                                "This is not yours to see or" + " change.",
                                                Optional.empty())))
                .build();
    }

    /** Addresses with tricks in them ({@code //}, {@code ;}, encoded slashes). */
    @Bean
    RequestRejectedHandler requestRejectedHandler(ProblemWriter problems) {
        return (_, response, _) ->
                problems.write(
                        response,
                        HttpStatus.BAD_REQUEST,
                        "bad-request",
                        "The address of the request is not a plain path.",
                        Optional.of(
                                "Leave out '//', ';' and encoded slashes; file paths belong into"
                                        + " the parameter path."));
    }
}
