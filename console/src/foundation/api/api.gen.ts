/* Generated from the server's OpenAPI description by `npm run api`. */
export interface paths {
    "/api/host-program": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Host Program
         * @description Whether customers can download the host, and what they get.
         */
        get: operations["readHostProgram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/host/activation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate
         * @description The pairing's proof by the installed service; answers the grant (docs/protocol.md, 3).
         */
        post: operations["activate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/host/hello": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hello
         * @description A host's greeting by ticket or number; answers the signed welcome (docs/protocol.md, 1).
         */
        post: operations["hello"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/host/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report Removal
         * @description What was installed and what is left, signed by the host (docs/protocol.md, 5).
         */
        post: operations["reportRemoval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description Who is signed in.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check Setup Link
         * @description 204 while this link may make the first owner; 404 for everything else.
         */
        get: operations["checkSetupLink"];
        put?: never;
        /**
         * Set Up
         * @description Make the company and its owner, once, and sign the owner in.
         */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signed In
         * @description Who is signed in, or null: asked at every load of the console, where nobody is no error.
         */
        get: operations["signedIn"];
        put?: never;
        /**
         * Sign In
         * @description Sign in with e-mail address and password; the cookie lasts 12 hours.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Out
         * @description Sign this browser out.
         */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/support-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sessions
         * @description Own sessions, newest first; owner and admins see the company's.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Prepare
         * @description Prepare a session and send the customer's mail. The same Idempotency-Key again returns the same session (200).
         */
        post: operations["prepareSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/support-sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read
         * @description One session.
         */
        get: operations["readSession"];
        put?: never;
        post?: never;
        /**
         * End
         * @description End the session now; the host removes itself. Ending an ended session changes nothing.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/support-sessions/{session_id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect
         * @description Admit this technician to the relay and call the host there; the password is proven to the host itself.
         */
        post: operations["connect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/support-sessions/{session_id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke
         * @description Withdraw the link: it delivers nothing any more. The prepared session stays until it is ended.
         */
        delete: operations["revokeLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/support-sessions/{session_id}/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mail
         * @description The customer's mail and what became of it; text and HTML to copy into another mail program.
         */
        get: operations["readMail"];
        put?: never;
        /**
         * Resend
         * @description Send the mail again; one that is still waiting is tried at once.
         */
        post: operations["resendMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/support-sessions/{session_id}/qr.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Qr
         * @description The link as a QR code, for opening it on another device.
         */
        get: operations["readQr"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alive
         * @description 200 while the process answers.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description 200 when the database answers, else 503.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AdmissionView
         * @description Meets the host at the relay; bytes are base64url without padding. `ticket` is used within 60 s, once.
         */
        AdmissionView: {
            /** Expires At */
            expires_at: number;
            /** Host Key */
            host_key: string;
            /** Pair Id */
            pair_id: string;
            /** Relay Url */
            relay_url: string;
            /** Server Address */
            server_address: string;
            /** Session Id */
            session_id: string;
            /** Ticket */
            ticket: string;
            /** Verifier Salt */
            verifier_salt: string;
        };
        /**
         * CompanyView
         * @description The technician's company.
         */
        CompanyView: {
            /** Colour */
            colour: string;
            /** Id */
            id: string;
            /**
             * Language
             * @enum {string}
             */
            language: "pt-BR" | "en" | "es";
            /** Name */
            name: string;
            /** Phone */
            phone: string;
            /** Website */
            website: string;
        };
        /**
         * ConnectRequest
         * @description What *Connect* sends.
         */
        ConnectRequest: {
            /**
             * Chat After
             * @description start a chat with the customer after connecting
             * @default false
             */
            chat_after: boolean;
            tool: components["schemas"]["Tool"];
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * HostProgramView
         * @description The host that customers download from this server.
         */
        HostProgramView: {
            /**
             * Publisher
             * @description the name in the certificate; null: Windows says unknown publisher
             */
            publisher: string | null;
            /** Ready */
            ready: boolean;
            /** Sha256 */
            sha256: string | null;
            /** Size */
            size: number | null;
            /** @description why there is nothing to download */
            trouble: components["schemas"]["HostTrouble"] | null;
        };
        /**
         * HostTrouble
         * @description Why there is nothing to download.
         * @enum {string}
         */
        HostTrouble: "not_built" | "signing_failed" | "address_too_long";
        /**
         * MailState
         * @description Where a mail is.
         * @enum {string}
         */
        MailState: "queued" | "sent" | "refused" | "kept" | "dropped";
        /**
         * MailView
         * @description The customer's mail, as it was or would be sent.
         */
        MailView: {
            /** Attempts */
            attempts: number;
            /** Html */
            html: string;
            /**
             * Last Error
             * @description the mail server's own words about the last try
             */
            last_error: string | null;
            /**
             * Next At
             * @description when the next try is due, while queued
             */
            next_at: number | null;
            /** Sent At */
            sent_at: number | null;
            /** @description queued, sent, refused (last_error says why), kept (no mail server), dropped; null: no address */
            state: components["schemas"]["MailState"] | null;
            /** Subject */
            subject: string;
            /** Text */
            text: string;
            /** To */
            to: string;
        };
        /**
         * Me
         * @description Who is signed in, and until when (ms since 1970).
         */
        Me: {
            company: components["schemas"]["CompanyView"];
            /** Expires At */
            expires_at: number;
            server: components["schemas"]["ServerView"];
            technician: components["schemas"]["TechnicianView"];
        };
        /**
         * Milestone
         * @description What the technician watches before activation, in the order it happens.
         * @enum {string}
         */
        Milestone: "mail" | "visited" | "downloaded" | "started" | "code" | "installing" | "active";
        /**
         * NewSessionRequest
         * @description What *New session* sends; everything may be left out.
         */
        NewSessionRequest: {
            /**
             * Customer Email
             * @default
             */
            customer_email: "" | string;
            /**
             * Customer Name
             * @default
             */
            customer_name: string;
            /**
             * End First
             * @description true: end my own session that is in the way; an id: end that session (own, or the company's for admins)
             * @default false
             */
            end_first: boolean | string;
            /**
             * Language
             * @description the customer's; empty: the company's
             */
            language?: ("pt-BR" | "en" | "es") | null;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * ServerView
         * @description What pages must know of this server.
         */
        ServerView: {
            /**
             * Address
             * @description the public address, as hosts know it: part of every handshake
             */
            address: string;
            /**
             * Code Digits
             * @description length of the security code: 6 or 9
             */
            code_digits: number;
            /**
             * Sends Mail
             * @description false: mails are shown in the console, to be sent by hand
             */
            sends_mail: boolean;
        };
        /**
         * SessionList
         * @description Sessions, newest first.
         */
        SessionList: {
            /** Sessions */
            sessions: components["schemas"]["SessionView"][];
            usage: components["schemas"]["UsageView"];
        };
        /**
         * SessionView
         * @description One support session.
         */
        SessionView: {
            /** Activated At */
            activated_at: number | null;
            /** Computer Name */
            computer_name: string | null;
            /**
             * Connected
             * @description names of the technicians connected now
             */
            connected: string[];
            /** Consent */
            consent: ("ask" | "always") | null;
            /** Created At */
            created_at: number;
            /** Customer Email */
            customer_email: string;
            /**
             * Customer Language
             * @enum {string}
             */
            customer_language: "pt-BR" | "en" | "es";
            /** Customer Name */
            customer_name: string;
            /** Deadline At */
            deadline_at: number | null;
            /** Ended At */
            ended_at: number | null;
            /** Ending */
            ending: ("by_technician" | "by_customer" | "expired" | "cancelled" | "link_expired") | null;
            /**
             * Host Stage
             * @description the newest stage the host told while pairing
             */
            host_stage: string | null;
            /**
             * Host Stage Dp
             * @description the DP code told with it
             */
            host_stage_dp: string | null;
            /** Id */
            id: string;
            /**
             * Leftovers
             * @description artefacts still on the PC, by its report
             */
            leftovers: number | null;
            /**
             * Link
             * @description the deployment link; empty once erased
             */
            link: string | null;
            /**
             * Link Reported At
             * @description the customer reported it; the session ended then
             */
            link_reported_at: number | null;
            /**
             * Link Revoked At
             * @description withdrawn: it delivers nothing any more
             */
            link_revoked_at: number | null;
            /**
             * Milestones
             * @description when each was reached; missing: not yet
             */
            milestones: {
                [key: string]: number;
            };
            /** Note */
            note: string;
            /**
             * Number
             * @description nine digits to say on the phone; empty once erased
             */
            number: string | null;
            /**
             * Pairing Attempts
             * @description tries of the present code, of 5
             */
            pairing_attempts: number;
            /** Paused */
            paused: boolean;
            /** Prepared Until */
            prepared_until: number;
            /**
             * Presence
             * @enum {string}
             */
            presence: "offline" | "online" | "connected";
            /**
             * Removal
             * @enum {string}
             */
            removal: "none" | "pending" | "confirmed";
            /** Removed At */
            removed_at: number | null;
            /**
             * Rights
             * @description tools the plan allows
             */
            rights: string[];
            /** Seen At */
            seen_at: number | null;
            /**
             * Sight
             * @description what the customer says to see when the app does not start
             */
            sight: string | null;
            /** Sight At */
            sight_at: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "prepared" | "active" | "ended";
            /** System */
            system: {
                [key: string]: string;
            } | null;
            technician: components["schemas"]["TechnicianName"];
            /**
             * Technician Key
             * @description base64url: the key of the page that answers for it; empty: none has yet
             */
            technician_key: string | null;
        };
        /**
         * SetupRequest
         * @description What makes the company and its owner.
         */
        SetupRequest: {
            /** Company Name */
            company_name: string;
            /**
             * Email
             * Format: email
             */
            email: string;
            /**
             * Language
             * @default pt-BR
             * @enum {string}
             */
            language: "pt-BR" | "en" | "es";
            /**
             * Name
             * @description the owner's name, as customers read it
             */
            name: string;
            /** Password */
            password: string;
        };
        /**
         * SignInRequest
         * @description What the sign-in page sends.
         */
        SignInRequest: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * TechnicianName
         * @description Whose session it is.
         */
        TechnicianName: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * TechnicianView
         * @description A technician as colleagues see them.
         */
        TechnicianView: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /**
             * Language
             * @enum {string}
             */
            language: "pt-BR" | "en" | "es";
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "technician";
        };
        /**
         * Tool
         * @description What a technician can do during a Connection.
         * @enum {string}
         */
        Tool: "remote_control" | "files" | "dashboard" | "chat";
        /**
         * UsageView
         * @description Live sessions against their limits; seats empty: unlimited.
         */
        UsageView: {
            /** Company */
            company: number;
            /** Company Limit */
            company_limit: number;
            /** Mine */
            mine: number;
            /** Mine Limit */
            mine_limit: number;
            /** Seats */
            seats: number | null;
        };
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readHostProgram: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostProgramView"];
                };
            };
        };
    };
    activate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    hello: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    reportRemoval: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    checkSetupLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    signedIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"] | null;
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description true: prepared and active, false: ended */
                live?: boolean | null;
                /** @description created before this time (ms) */
                before?: number | null;
                most?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    prepareSession: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSessionRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    readSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    connect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdmissionView"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    revokeLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    readMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailView"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    resendMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    readQr: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
        };
    };
}
