/* Generated from the server's OpenAPI description by `npm run api`. */
export interface paths {
    "/api/api-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listed
         * @description One's own tokens, newest first; those who manage the team see the company's.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create
         * @description Make a token that acts for you. It is shown in this answer and never again.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-tokens/{token_id}": {
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
         * @description End a token at once.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Entries
         * @description What happened in the company, newest first.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Last Check
         * @description The last check of the chain; null: none since the server started.
         */
        get: operations["lastAuditCheck"];
        put?: never;
        /**
         * Check
         * @description Check the whole chain now: every hash, and every head signed before.
         */
        post: operations["checkAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Choices
         * @description Which kinds and technicians there are.
         */
        get: operations["auditChoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/file.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * File
         * @description The same entries as a CSV file.
         */
        get: operations["auditCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read
         * @description Name, look, limits and subscription.
         */
        get: operations["readCompany"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change what is named (owner and admins). Lowering a limit ends nothing: it only refuses new sessions.
         */
        patch: operations["changeCompany"];
        trace?: never;
    };
    "/api/company/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Logo
         * @description The body is the logo (PNG, JPEG, WebP; at most 1 MiB); it is drawn anew within 480 x 160.
         */
        put: operations["setLogo"];
        post?: never;
        /**
         * Remove Logo
         * @description Forget the logo: the customer's pages show the name again.
         */
        delete: operations["removeLogo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/company/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Require
         * @description Whether everybody needs a second factor; whoever has none can only set one up.
         */
        put: operations["requireSecondFactor"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/email-change/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Email
         * @description The new address counts from now on.
         */
        post: operations["confirmEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guide-opinions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Listed */
        get: operations["listed_api_guide_opinions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guide-opinions/file.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * File
         * @description Every answer as a CSV file.
         */
        get: operations["file_api_guide_opinions_file_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guide-opinions/tallies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tallied */
        get: operations["tallied_api_guide_opinions_tallies_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Guides */
        get: operations["guides_api_guides_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guides/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Guide */
        get: operations["guide_api_guides__slug__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guides/{slug}/opinions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give Opinion */
        post: operations["give_opinion_api_guides__slug__opinions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/api/host/codecs/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Codecs
         * @description The codec pack of that hash (docs/protocol.md, 3).
         */
        get: operations["readCodecPack"];
        put?: never;
        post?: never;
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
    "/api/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Invitations
         * @description Invitations that nobody has accepted yet, oldest first.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite
         * @description Invite somebody; an open invitation of the same address is replaced. Good for seven days, once.
         */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/{invitation_id}": {
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
         * @description Withdraw an invitation.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/joining/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Invited
         * @description Who is invited by this link; 404 when it is used, revoked, over or no link at all.
         */
        get: operations["readInvitation"];
        put?: never;
        /**
         * Accept
         * @description Join with a password, once, and be signed in.
         */
        post: operations["acceptInvitation"];
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
         * @description Who is signed in; of an API token, whose it is and what it may do.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change name or language.
         */
        patch: operations["changeProfile"];
        trace?: never;
    };
    "/api/me/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm
         * @description Prove again who you are; changes that matter are open for a quarter of an hour.
         */
        post: operations["confirmMyself"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Email
         * @description Ask the new address to confirm itself; without a mail server it counts at once.
         */
        put: operations["changeEmail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add
         * @description Keep a passkey; recovery codes when there were none.
         */
        post: operations["addPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Passkey Options
         * @description What the browser needs to make a passkey (WebAuthn creation options).
         */
        post: operations["passkeyOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys/{passkey_id}": {
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
         * Remove
         * @description Forget a passkey.
         */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Password
         * @description Set a new password; every other browser is signed out.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Picture
         * @description The body is the picture (PNG, JPEG, WebP, GIF; at most 1 MiB); its middle square is kept.
         */
        put: operations["setPicture"];
        post?: never;
        /**
         * Remove Picture
         * @description Forget the picture.
         */
        delete: operations["removePicture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New Codes
         * @description Ten fresh codes; the old ones stop working.
         */
        post: operations["makeRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/second-factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read
         * @description Which are set up.
         */
        get: operations["readSecondFactors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sign-in-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own History
         * @description When and from where somebody signed in as you or tried to, and what you changed about how; newest first.
         */
        get: operations["ownSignInHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign Ins
         * @description The browsers that are signed in, newest first.
         */
        get: operations["listSignIns"];
        put?: never;
        post?: never;
        /**
         * End Others
         * @description Sign every other browser out.
         */
        delete: operations["endOtherSignIns"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sign-ins/{sign_in_id}": {
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
         * End One
         * @description Sign one browser out.
         */
        delete: operations["endSignIn"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Accept
         * @description The app works; recovery codes when there were none.
         */
        put: operations["acceptTotp"];
        /**
         * Offer
         * @description A fresh secret for an app; nothing changes until `PUT` brings a code from it.
         */
        post: operations["offerTotp"];
        /**
         * Remove Totp
         * @description Forget the app.
         */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Reset
         * @description Send a link for a new password, if the address has access; the answer is the same when it has none.
         */
        post: operations["askPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password-reset/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check Reset
         * @description 204 while this link may choose a password; 404 for everything else.
         */
        get: operations["checkPasswordReset"];
        put?: never;
        /**
         * Choose
         * @description Set the new password, once; every sign-in of the account ends.
         */
        post: operations["choosePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/relay/traffic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report
         * @description Keep how much passed through a pair; both its tickets prove that the relay is asking.
         */
        post: operations["reportTraffic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/account-access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Account Access
         * @description Who signed in or tried to, when and from where.
         */
        get: operations["accountAccessReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/account-access/file.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Account Access File
         * @description The same as a CSV file.
         */
        get: operations["accountAccessCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/remote-access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Remote Access
         * @description Who accessed which PC: the sessions activated in the range.
         */
        get: operations["remoteAccessReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/remote-access/file.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Remote Access File
         * @description The same as a CSV file.
         */
        get: operations["remoteAccessCsv"];
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
         * @description Sign in with e-mail address, password and, where one is set up, second factor; the cookie lasts 12 hours.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In With Passkey
         * @description Sign in with a passkey alone.
         */
        post: operations["signInWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Passkey Options
         * @description What the browser needs to ask for a passkey (WebAuthn request options); good for five minutes.
         */
        post: operations["passkeySignInOptions"];
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
         * @description Own sessions and those one is invited to, newest first; owner and admins see the company's. Filters narrow together.
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
         * @description End the session now; the host removes itself. Ending an ended session changes nothing. Answers the ended session.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/support-sessions/{session_id}/closing-note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Write
         * @description Write down what was done, after the end of the session.
         */
        put: operations["writeClosingNote"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/support-sessions/{session_id}/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everybody
         * @description Whom one may invite to join this session.
         */
        get: operations["listColleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/support-sessions/{session_id}/colleagues/{technician_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Invite
         * @description Let a colleague see this active session and connect to its PC; the password they hear from you.
         */
        put: operations["inviteColleague"];
        post?: never;
        /**
         * Withdraw
         * @description Take the invitation back: the colleague's connections end, the session goes out of their sight.
         */
        delete: operations["withdrawInvitation"];
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
    "/api/support-sessions/{session_id}/new-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask
         * @description Have the PC of an active session show its code window for a new session password; then answer at the mailbox.
         */
        post: operations["askNewPassword"];
        /**
         * Withdraw
         * @description Close the window on the PC; the password stays as it was. Nothing under way is no error.
         */
        delete: operations["withdrawNewPassword"];
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
    "/api/support-sessions/{session_id}/technician": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Assign
         * @description Hand the session over to a colleague, within their own limit; the customer's PC shows the new name.
         */
        put: operations["assignSession"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/technicians": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Members
         * @description Everybody of the company, by name.
         */
        get: operations["listTechnicians"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/technicians/{technician_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change a colleague's role; disable (ends every sign-in at once) or enable them.
         */
        patch: operations["changeTechnician"];
        trace?: never;
    };
    "/api/technicians/{technician_id}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Picture
         * @description A colleague's picture.
         */
        get: operations["readPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage
         * @description Live sessions of this technician and of the company, against their limits.
         */
        get: operations["readUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Webhooks
         * @description The company's receivers.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create
         * @description Make a receiver; its secret is in this answer and nowhere else.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}": {
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
         * Remove
         * @description Remove a receiver and what waits for it.
         */
        delete: operations["removeWebhook"];
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change address, events, or whether it is told at all.
         */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deliveries
         * @description What was sent in the last 30 days, and what waits.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Again
         * @description Send a delivery again, soon.
         */
        post: operations["sendDeliveryAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew Secret
         * @description A new secret, shown in this answer only; the old one signs too for a day.
         */
        post: operations["renewWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test
         * @description Send `webhook.test` now; the answer says what became of it.
         */
        post: operations["testWebhook"];
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
         * AcceptRequest
         * @description What the invited person sends.
         */
        AcceptRequest: {
            /**
             * Language
             * @default pt-BR
             * @enum {string}
             */
            language: "pt-BR" | "en" | "es";
            /** Name */
            name: string;
            /** Password */
            password: string;
        };
        /**
         * AccountAccessLine
         * @description One thing that happened to an account.
         */
        AccountAccessLine: {
            /**
             * Address
             * @description where it came from; null once erased
             */
            address: string | null;
            /** At */
            at: number;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Kind */
            kind: string;
            /** No */
            no: number;
            technician: components["schemas"]["PersonView"] | null;
        };
        /**
         * AccountAccessReport
         * @description Sign-ins and failures, newest first; `next` goes into `cursor` for what follows.
         */
        AccountAccessReport: {
            /** Items */
            items: components["schemas"]["AccountAccessLine"][];
            /** Next */
            next: string | null;
        };
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
         * ArticleView
         * @description An article, and the question that tells people from robots: the sum of two numbers.
         */
        ArticleView: {
            /** Blocks */
            blocks: components["schemas"]["BlockView"][];
            /** First */
            first: number;
            /**
             * Form
             * @description goes back with the answer; good for a day and one answer
             */
            form: string;
            /** Lead */
            lead: string;
            /** Lead Spans */
            lead_spans: components["schemas"]["SpanView"][];
            /** Second */
            second: number;
            /** Slug */
            slug: string;
            /** Title */
            title: string;
        };
        /**
         * Asked
         * @description Which sessions a list shows.
         * @enum {string}
         */
        Asked: "all" | "live" | "prepared" | "active" | "ended";
        /**
         * AssignRequest
         * @description To whom the session goes.
         */
        AssignRequest: {
            /** Technician Id */
            technician_id: string;
        };
        /**
         * AuditCheck
         * @description Whether the chain holds.
         */
        AuditCheck: {
            /**
             * Broken
             * @description the first entry that is wrong or missing; null: the whole chain holds
             */
            broken: number | null;
            /**
             * Checked At
             * @description ms since 1970
             */
            checked_at: number;
            /** Entries */
            entries: number;
            /** Head Hash */
            head_hash: string;
            /** Head No */
            head_no: number;
        };
        /**
         * AuditChoices
         * @description What the trail can be narrowed to.
         */
        AuditChoices: {
            /** Kinds */
            kinds: string[];
            /** Technicians */
            technicians: components["schemas"]["PersonView"][];
        };
        /**
         * AuditEntryView
         * @description One entry of the audit trail.
         */
        AuditEntryView: {
            /**
             * Address
             * @description where it came from; null once erased
             */
            address: string | null;
            /**
             * At
             * @description ms since 1970
             */
            at: number;
            /**
             * Details
             * @description ids, counts, codes and pseudonyms
             */
            details: {
                [key: string]: unknown;
            };
            /** Hash */
            hash: string;
            /**
             * Kind
             * @description such as session.activated
             */
            kind: string;
            /** No */
            no: number;
            /** @description to whom it was done; the details hold the pseudonym */
            of: components["schemas"]["PersonView"] | null;
            /**
             * Pseudonym
             * @description what the chain calls who did it
             */
            pseudonym: string | null;
            /** Session Id */
            session_id: string | null;
            /** @description who did it; null: customer, host, server, or somebody erased */
            technician: components["schemas"]["PersonView"] | null;
        };
        /**
         * AuditList
         * @description Entries, newest first; `next` goes into `cursor` for what follows, null when nothing does.
         */
        AuditList: {
            /** Items */
            items: components["schemas"]["AuditEntryView"][];
            /** Next */
            next: string | null;
        };
        /**
         * BlockView
         * @description One piece of an article.
         */
        BlockView: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "part" | "paragraph" | "say" | "list" | "steps" | "picture";
            /** Lines */
            lines: components["schemas"]["SpanView"][][];
            /**
             * Picture
             * @description address of the picture; empty where there is none
             */
            picture: string;
        };
        /**
         * ChangedWebhookRequest
         * @description What to change of a receiver; what is left out stays.
         */
        ChangedWebhookRequest: {
            /** Enabled */
            enabled?: boolean | null;
            /** Events */
            events?: components["schemas"]["SessionEvent"][] | null;
            /** Url */
            url?: string | null;
        };
        /**
         * ChooseRequest
         * @description The new password.
         */
        ChooseRequest: {
            /** Password */
            password: string;
        };
        /**
         * ClosingNoteRequest
         * @description What the technician writes; empty takes the note away.
         */
        ClosingNoteRequest: {
            /** Text */
            text: string;
        };
        /**
         * ColleagueView
         * @description Somebody of the company who may be invited to join.
         */
        ColleagueView: {
            /**
             * Invited At
             * @description since when they are invited (ms since 1970); null: they are not
             */
            invited_at: number | null;
            /** Name */
            name: string;
            /**
             * Present
             * @description has a page of the console open now, or a tool of this session
             */
            present: boolean;
            /** Technician Id */
            technician_id: string;
        };
        /**
         * CompanyChange
         * @description What is left out stays.
         */
        CompanyChange: {
            /** Colour */
            colour?: string | null;
            /** Language */
            language?: ("pt-BR" | "en" | "es") | null;
            limits?: components["schemas"]["LimitsChange"] | null;
            /** May Hold */
            may_hold?: boolean | null;
            /** Name */
            name?: string | null;
            /** Phone */
            phone?: string | null;
            /** Website */
            website?: string | null;
        };
        /**
         * CompanyStandingView
         * @description The technician's company.
         */
        CompanyStandingView: {
            /** Colour */
            colour: string;
            /** Id */
            id: string;
            /**
             * Language
             * @enum {string}
             */
            language: "pt-BR" | "en" | "es";
            limits: components["schemas"]["LimitsView"];
            /**
             * Logo
             * @description address of the logo on customers' pages; null: none
             */
            logo: string | null;
            /**
             * May Hold
             * @description technicians may ask to lock a PC's input or hide its screen; whoever is at the PC decides each time
             */
            may_hold: boolean;
            /** Name */
            name: string;
            /** Phone */
            phone: string;
            subscription: components["schemas"]["SubscriptionView"];
            /** Website */
            website: string;
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
         * Confirmation
         * @description The person proves again who they are, by one of the two.
         */
        Confirmation: {
            /**
             * Credential
             * @description a passkey's answer, as for signing in
             */
            credential?: {
                [key: string]: unknown;
            } | null;
            /** Password */
            password?: string | null;
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
        /**
         * DeliveryList
         * @description Deliveries, newest first; `next` goes into `cursor` for what follows.
         */
        DeliveryList: {
            /** Items */
            items: components["schemas"]["DeliveryView"][];
            /** Next */
            next: string | null;
        };
        /**
         * DeliveryView
         * @description One thing told to one receiver. Times are ms since 1970.
         */
        DeliveryView: {
            /** Attempts */
            attempts: number;
            /** Body */
            body: string;
            /** Created At */
            created_at: number;
            /**
             * Failure
             * @description why the last try failed
             */
            failure: string | null;
            /**
             * Id
             * @description the header webhook-id, the same at every try
             */
            id: string;
            /** Kind */
            kind: string;
            /**
             * Next At
             * @description when it is tried again, while it waits
             */
            next_at: number;
            /** Sent At */
            sent_at: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "sent" | "failed";
            /**
             * Status
             * @description the receiver's last HTTP status
             */
            status: number | null;
        };
        /**
         * EmailChange
         * @description The new address, and the present password.
         */
        EmailChange: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * EmailChanged
         * @description What became of it.
         */
        EmailChanged: {
            /**
             * Confirmed
             * @description false: a link went to the new address, which counts once it was opened
             */
            confirmed: boolean;
        };
        /**
         * FactorsView
         * @description Which second factors are set up.
         */
        FactorsView: {
            /** Passkeys */
            passkeys: components["schemas"]["PasskeyView"][];
            /** Recovery Codes Left */
            recovery_codes_left: number;
            /** Totp */
            totp: boolean;
        };
        /**
         * GuideList
         * @description Articles in one language, those by error code last; `next` goes into `cursor` for what follows.
         */
        GuideList: {
            /** Items */
            items: components["schemas"]["ListedArticle"][];
            /** Next */
            next: string | null;
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
         * Invitable
         * @description Everybody who may be invited, by name: at most as many as there are seats, so no page of a longer list.
         */
        Invitable: {
            /** Colleagues */
            colleagues: components["schemas"]["ColleagueView"][];
        };
        /**
         * InvitationList
         * @description Oldest first; `next` goes into `cursor` for what follows.
         */
        InvitationList: {
            /** Items */
            items: components["schemas"]["InvitationView"][];
            /** Next */
            next: string | null;
        };
        /**
         * InvitationRequest
         * @description Whom to invite.
         */
        InvitationRequest: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /**
             * Language
             * @description of the mail; empty: the company's
             */
            language?: ("pt-BR" | "en" | "es") | null;
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Role
             * @default technician
             * @enum {string}
             */
            role: "owner" | "admin" | "technician";
        };
        /**
         * InvitationView
         * @description An invitation that nobody has accepted yet.
         */
        InvitationView: {
            /** Created At */
            created_at: number;
            /** Email */
            email: string;
            /** Expires At */
            expires_at: number;
            /** Id */
            id: string;
            /**
             * Link
             * @description to hand over when no mail reaches them; whoever opens it joins
             */
            link: string;
            /**
             * Mailed
             * @description false: this server sends no mail
             */
            mailed: boolean;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "technician";
        };
        /**
         * InvitedColleagueView
         * @description A colleague who may see the session and connect to its PC.
         */
        InvitedColleagueView: {
            /** Invited At */
            invited_at: number;
            /**
             * Invited By
             * @description name of whoever invited them
             */
            invited_by: string;
            technician: components["schemas"]["TechnicianName"];
        };
        /**
         * InvitedView
         * @description What an invitation says.
         */
        InvitedView: {
            /** Company */
            company: string;
            /** Email */
            email: string;
            /**
             * Inviter
             * @description empty: the operator of the server
             */
            inviter: string;
            /**
             * Language
             * @enum {string}
             */
            language: "pt-BR" | "en" | "es";
            /** Name */
            name: string;
        };
        /**
         * LimitsChange
         * @description What is left out stays.
         */
        LimitsChange: {
            /** Sessions Per Company */
            sessions_per_company?: number | null;
            /** Sessions Per Technician */
            sessions_per_technician?: number | null;
        };
        /**
         * LimitsView
         * @description How many sessions may be live at one time.
         */
        LimitsView: {
            /** Sessions Per Company */
            sessions_per_company: number;
            /** Sessions Per Technician */
            sessions_per_technician: number;
        };
        /**
         * ListedArticle
         * @description The same, with the part of the list that it stands in.
         */
        ListedArticle: {
            /**
             * About
             * @enum {string}
             */
            about: "guide" | "error";
            /** Lead */
            lead: string;
            /** Slug */
            slug: string;
            /** Title */
            title: string;
        };
        /**
         * LogoView
         * @description Where the logo is now.
         */
        LogoView: {
            /** Logo */
            logo: string;
        };
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
         * @description Who is signed in, what they may do, and until when (ms since 1970).
         */
        Me: {
            company: components["schemas"]["CompanyView"];
            /** Expires At */
            expires_at: number;
            /** Has Second Factor */
            has_second_factor: boolean;
            /** Rights */
            rights: components["schemas"]["Right"][];
            /**
             * Second Factor Required
             * @description by the company; without one nothing else is open
             */
            second_factor_required: boolean;
            server: components["schemas"]["ServerView"];
            technician: components["schemas"]["TechnicianView"];
        };
        /**
         * MemberChange
         * @description What changes; what is left out stays.
         */
        MemberChange: {
            /** Disabled */
            disabled?: boolean | null;
            /** Role */
            role?: ("owner" | "admin" | "technician") | null;
        };
        /**
         * MemberList
         * @description Everybody, by name; `next` goes into `cursor` for what follows.
         */
        MemberList: {
            /** Items */
            items: components["schemas"]["MemberView"][];
            /** Next */
            next: string | null;
        };
        /**
         * MemberView
         * @description A colleague in the team's list.
         */
        MemberView: {
            /** Disabled At */
            disabled_at: number | null;
            /** Email */
            email: string;
            /** Has Second Factor */
            has_second_factor: boolean;
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
             * Picture
             * @description address of the picture; null: none
             */
            picture: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "technician";
            /**
             * Signed In At
             * @description the newest sign-in that is still open
             */
            signed_in_at: number | null;
        };
        /**
         * Milestone
         * @description What the technician watches before activation, in the order it happens.
         * @enum {string}
         */
        Milestone: "mail" | "visited" | "downloaded" | "started" | "code" | "installing" | "active";
        /**
         * NewOpinion
         * @description Was this article helpful?
         */
        NewOpinion: {
            /**
             * Comment
             * @default
             */
            comment: string;
            /** Form */
            form: string;
            /** Helpful */
            helpful: boolean;
            /**
             * Language
             * @enum {string}
             */
            language: "pt-BR" | "en" | "es";
            /**
             * Reasons
             * @default []
             */
            reasons: string[];
            /**
             * Total
             * @description the sum that was asked for
             */
            total: number;
        };
        /**
         * NewPasskey
         * @description A key that the browser made.
         */
        NewPasskey: {
            /** Credential */
            credential: {
                [key: string]: unknown;
            };
            /** Name */
            name: string;
        };
        /**
         * NewPasswordRequest
         * @description Who answers at the pairing mailbox; the password itself never comes here.
         */
        NewPasswordRequest: {
            /**
             * Technician Key
             * @description base64url of the 32 bytes of the page's fresh Ed25519 public key
             * @example AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
             */
            technician_key: string;
            /**
             * Verifier Salt
             * @description base64url of the 16 bytes of salt under which the verifier was made
             * @example AAAAAAAAAAAAAAAAAAAAAA
             */
            verifier_salt: string;
        };
        /**
         * NewPasswordStage
         * @description How far a new session password is; the middle ones are the host's own words.
         * @enum {string}
         */
        NewPasswordStage: "asked" | "nobody" | "code" | "closed" | "expired" | "failed" | "done" | "cancelled" | "replaced";
        /**
         * NewPasswordView
         * @description The newest request for a new session password.
         */
        NewPasswordView: {
            /** Asked At */
            asked_at: number;
            /**
             * Attempts
             * @description tries of the present code, of 5
             */
            attempts: number;
            /**
             * Expires At
             * @description without the right code by then nothing changes
             */
            expires_at: number;
            /** @description asked: the PC is told; nobody: no one is signed in there; code: the window is open; closed: the customer closed it; failed: stage_dp says why; done: it is in force; cancelled: withdrawn; replaced: by a newer request */
            stage: components["schemas"]["NewPasswordStage"];
            /** Stage Dp */
            stage_dp: string | null;
            /** @description who asked */
            technician: components["schemas"]["TechnicianName"];
            /**
             * Technician Key
             * @description base64url: the key of the page that answers for it
             */
            technician_key: string;
            /**
             * Told At
             * @description when the stage was told
             */
            told_at: number | null;
        };
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
         * NewTokenView
         * @description A fresh token.
         */
        NewTokenView: {
            /** Created At */
            created_at: number;
            /** Expires At */
            expires_at: number | null;
            /** Id */
            id: string;
            /** Last Used At */
            last_used_at: number | null;
            /** Last Used From */
            last_used_from: string | null;
            /** Name */
            name: string;
            /** Scopes */
            scopes: components["schemas"]["Right"][];
            /** Technician Id */
            technician_id: string;
            /**
             * Technician Name
             * @description for whom it acts
             */
            technician_name: string;
            /**
             * Token
             * @description shown once: `Authorization: Bearer …`
             */
            token: string;
        };
        /**
         * NewWebhookRequest
         * @description A receiver to make.
         */
        NewWebhookRequest: {
            /**
             * Events
             * @description which events it wants
             */
            events?: components["schemas"]["SessionEvent"][];
            /**
             * Url
             * @description https:// address of the receiver
             */
            url: string;
        };
        /**
         * OpinionList
         * @description Newest first; `next` goes into `cursor` for what follows.
         */
        OpinionList: {
            /** Items */
            items: components["schemas"]["OpinionView"][];
            /** Next */
            next: string | null;
        };
        /**
         * OpinionView
         * @description What somebody said; who is not kept.
         */
        OpinionView: {
            /** Article */
            article: string;
            /** Comment */
            comment: string;
            /**
             * Given At
             * @description ms since 1970
             */
            given_at: number;
            /** Helpful */
            helpful: boolean;
            /** Id */
            id: string;
            /** Language */
            language: string;
            /** Reasons */
            reasons: string[];
        };
        /**
         * PasskeyAnswer
         * @description What the browser's authenticator answered, as `PublicKeyCredential.toJSON()` gives it.
         */
        PasskeyAnswer: {
            /** Credential */
            credential: {
                [key: string]: unknown;
            };
        };
        /**
         * PasskeyView
         * @description One key.
         */
        PasskeyView: {
            /** Created At */
            created_at: number;
            /** Id */
            id: string;
            /** Last Used At */
            last_used_at: number | null;
            /** Name */
            name: string;
        };
        /**
         * PasswordChange
         * @description The present password, and the new one.
         */
        PasswordChange: {
            /** Current */
            current: string;
            /** New */
            new: string;
        };
        /**
         * PersonView
         * @description A technician.
         */
        PersonView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * PictureView
         * @description Where the picture is now.
         */
        PictureView: {
            /** Picture */
            picture: string;
        };
        /**
         * Plan
         * @description What is sold. A self-hosted company starts on premier.
         * @enum {string}
         */
        Plan: "trial" | "basic" | "plus" | "premier";
        /**
         * Presence
         * @description Whether the host answers, and whether a technician is connected to it.
         * @enum {string}
         */
        Presence: "offline" | "online" | "connected";
        Problem: {
            /** @description stable, for programs */
            code: string;
            /** @description what happened, why, and what to do now, in the best language of Accept-Language */
            detail?: string;
            /** @description DP-…, for people to read out */
            dp?: string;
            status: number;
            title: string;
            type: string;
        };
        /**
         * ProfileChange
         * @description What changes; what is left out stays.
         */
        ProfileChange: {
            /** Language */
            language?: ("pt-BR" | "en" | "es") | null;
            /** Name */
            name?: string | null;
        };
        /**
         * RecoveryCodes
         * @description Shown once.
         */
        RecoveryCodes: {
            /**
             * Recovery Codes
             * @description empty: the present ones stay
             */
            recovery_codes: string[];
        };
        /**
         * RemoteAccessLine
         * @description One session that was activated. Times are ms since 1970.
         */
        RemoteAccessLine: {
            /** Activated At */
            activated_at: number;
            /**
             * Bytes To Host
             * @description null: a relay elsewhere does not tell
             */
            bytes_to_host: number | null;
            /** Bytes To Technician */
            bytes_to_technician: number | null;
            /** Closing Note */
            closing_note: string;
            /** Computer Name */
            computer_name: string;
            /** Connected Ms */
            connected_ms: number;
            /**
             * Connections
             * @description that the host accepted
             */
            connections: number;
            /**
             * Customer
             * @description name and e-mail address; empty once erased
             */
            customer: string;
            /** Duration Ms */
            duration_ms: number;
            /**
             * Ended At
             * @description null: still active
             */
            ended_at: number | null;
            /** Ending */
            ending: string | null;
            /**
             * People
             * @description who connected, by first connection
             */
            people: components["schemas"]["PersonView"][];
            /**
             * Recorded Ms
             * @description how long the screen was recorded; null: it was not
             */
            recorded_ms: number | null;
            /**
             * Refused
             * @description that it refused: wrong password, nobody agreed
             */
            refused: number;
            /**
             * Removal
             * @enum {string}
             */
            removal: "none" | "pending" | "confirmed";
            /** Session Id */
            session_id: string;
            /** @description who has it, or had it last */
            technician: components["schemas"]["PersonView"];
            /** Tools */
            tools: string[];
        };
        /**
         * RemoteAccessReport
         * @description Sessions, newest first; `next` goes into `cursor` for what follows; `totals` with the first piece only.
         */
        RemoteAccessReport: {
            /** Items */
            items: components["schemas"]["RemoteAccessLine"][];
            /** Next */
            next: string | null;
            totals: components["schemas"]["RemoteAccessTotals"] | null;
        };
        /**
         * RemoteAccessTotals
         * @description The whole range in figures.
         */
        RemoteAccessTotals: {
            /** Bytes */
            bytes: number;
            /** Connected Ms */
            connected_ms: number;
            /** Connections */
            connections: number;
            /** Duration Ms */
            duration_ms: number;
            /** Sessions */
            sessions: number;
        };
        /**
         * Removal
         * @description What is known of the host's removal; confirmed only by a report signed with the host's key.
         * @enum {string}
         */
        Removal: "none" | "pending" | "confirmed";
        /**
         * ResetRequest
         * @description Whose password is forgotten.
         */
        ResetRequest: {
            /** Email */
            email: string;
        };
        /**
         * Right
         * @description One thing to be allowed; a route asks for exactly one. The values are the scopes of API tokens.
         * @enum {string}
         */
        Right: "profile" | "sessions:read" | "sessions:write" | "sessions:connect" | "company:read" | "company:write" | "subscription:write" | "team:read" | "team:write" | "reports:read" | "audit:read" | "webhooks:write";
        /**
         * SecondFactorPolicy
         * @description Whether everybody of the company needs a second factor.
         */
        SecondFactorPolicy: {
            /** Required */
            required: boolean;
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
         * SessionEvent
         * @description What others than the console may want to be told.
         * @enum {string}
         */
        SessionEvent: "session.prepared" | "session.activated" | "session.connected" | "session.ended" | "session.removed";
        /**
         * SessionList
         * @description Sessions, newest first; `next` asks for what follows, null when nothing does.
         */
        SessionList: {
            /** Items */
            items: components["schemas"]["SessionView"][];
            /** Next */
            next: string | null;
        };
        /**
         * SessionView
         * @description One support session.
         */
        SessionView: {
            /** Activated At */
            activated_at: number | null;
            /**
             * Closing Note
             * @description what the technician says was done; empty: nothing written yet
             */
            closing_note: string;
            /** Closing Note At */
            closing_note_at: number | null;
            /**
             * Colleagues
             * @description who is invited to join, by invitation
             */
            colleagues: components["schemas"]["InvitedColleagueView"][];
            /**
             * Computer Erased At
             * @description name and system of the PC went then
             */
            computer_erased_at: number | null;
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
             * Customer Erased At
             * @description e-mail, name and note went then; empty: they are still kept
             */
            customer_erased_at: number | null;
            /**
             * Customer Language
             * @enum {string}
             */
            customer_language: "pt-BR" | "en" | "es";
            /** Customer Name */
            customer_name: string;
            /**
             * Customer Pseudonym
             * @description of the erased e-mail, as in the audit trail: the same for the same customer
             */
            customer_pseudonym: string | null;
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
             * Log At
             * @description when the PC told it last
             */
            log_at: number | null;
            /**
             * Log Differs At
             * @description when the PC first told of another log than before; empty: never
             */
            log_differs_at: number | null;
            /**
             * Log Head
             * @description SHA-256 over these lines, in hex; a saved log is checked with it
             */
            log_head: string | null;
            /**
             * Log Lines
             * @description lines of the activity log on the PC, which has them alone
             */
            log_lines: number;
            /**
             * Milestones
             * @description when each was reached; missing: not yet
             */
            milestones: {
                [key: string]: number;
            };
            /** @description only while the session is active */
            new_password: components["schemas"]["NewPasswordView"] | null;
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
             * Receipt At
             * @description since when it is so
             */
            receipt_at: number | null;
            /**
             * Receipt Hash
             * @description SHA-256 of what the receipt says; it stands in the mail too
             */
            receipt_hash: string | null;
            /**
             * Receipt State
             * @description the customer's receipt by mail; empty: they want none, or there is no address
             */
            receipt_state: ("asked" | "queued" | "sent" | "failed") | null;
            /**
             * Removal
             * @enum {string}
             */
            removal: "none" | "pending" | "confirmed";
            /** Removed At */
            removed_at: number | null;
            /**
             * Rights
             * @description tools the plan allows; from activation on, those of the grant
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
         * SignInList
         * @description Signed-in browsers, newest first; `next` goes into `cursor` for what follows.
         */
        SignInList: {
            /** Items */
            items: components["schemas"]["SignInView"][];
            /** Next */
            next: string | null;
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
            /**
             * Totp
             * @description the six digits of the app, or a recovery code
             * @default
             */
            totp: string;
        };
        /**
         * SignInView
         * @description One signed-in browser.
         */
        SignInView: {
            /** Address */
            address: string;
            /**
             * Browser
             * @description as it named itself (User-Agent)
             */
            browser: string;
            /** Created At */
            created_at: number;
            /**
             * Current
             * @description the one that asks
             */
            current: boolean;
            /** Expires At */
            expires_at: number;
            /** Id */
            id: string;
        };
        /**
         * SpanView
         * @description Words of one kind.
         */
        SpanView: {
            /**
             * Href
             * @description of a link: an address of this server
             */
            href: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "" | "strong" | "named" | "code" | "link";
            /** Text */
            text: string;
        };
        /**
         * SubscriptionView
         * @description The company's hold on a plan; times are ms since 1970. The operator changes it.
         */
        SubscriptionView: {
            /**
             * Ends At
             * @description no new session from then on; null: no end
             */
            ends_at: number | null;
            plan: components["schemas"]["Plan"];
            /**
             * Seats
             * @description computers under support at one time; null: unlimited
             */
            seats: number | null;
            /** Started At */
            started_at: number;
            /**
             * Tools
             * @description what the plan includes
             */
            tools: string[];
        };
        /**
         * TallyList
         * @description Per article, the least helpful first; `next` goes into `cursor` for what follows.
         */
        TallyList: {
            /** Items */
            items: components["schemas"]["TallyView"][];
            /** Next */
            next: string | null;
        };
        /**
         * TallyView
         * @description How often an article was helpful, how often not, and why.
         */
        TallyView: {
            /** Article */
            article: string;
            /** Helpful */
            helpful: number;
            /** Not Helpful */
            not_helpful: number;
            /** Reasons */
            reasons: {
                [key: string]: number;
            };
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
             * Picture
             * @description address of the picture; null: none
             */
            picture: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "technician";
        };
        /**
         * TokenList
         * @description Newest first; `next` goes into `cursor` for what follows.
         */
        TokenList: {
            /** Items */
            items: components["schemas"]["TokenView"][];
            /** Next */
            next: string | null;
        };
        /**
         * TokenRequest
         * @description What the program may do, and for how long.
         */
        TokenRequest: {
            /**
             * Days
             * @description null: until revoked
             * @default 90
             */
            days: number | null;
            /**
             * Name
             * @description what it is for
             */
            name: string;
            /** Scopes */
            scopes: components["schemas"]["Right"][];
        };
        /**
         * TokenView
         * @description A token as it is listed.
         */
        TokenView: {
            /** Created At */
            created_at: number;
            /** Expires At */
            expires_at: number | null;
            /** Id */
            id: string;
            /** Last Used At */
            last_used_at: number | null;
            /** Last Used From */
            last_used_from: string | null;
            /** Name */
            name: string;
            /** Scopes */
            scopes: components["schemas"]["Right"][];
            /** Technician Id */
            technician_id: string;
            /**
             * Technician Name
             * @description for whom it acts
             */
            technician_name: string;
        };
        /**
         * Tool
         * @description What a technician can do during a Connection.
         * @enum {string}
         */
        Tool: "remote_control" | "files" | "dashboard" | "chat";
        /**
         * TotpAcceptance
         * @description The app's first code.
         */
        TotpAcceptance: {
            /** Code */
            code: string;
            /** Offer */
            offer: string;
        };
        /**
         * TotpOfferView
         * @description A secret to put into an app.
         */
        TotpOfferView: {
            /**
             * Address
             * @description otpauth://…
             */
            address: string;
            /**
             * Offer
             * @description to bring back with the app's first code, within 15 minutes
             */
            offer: string;
            /**
             * Qr
             * @description the address as a QR code, SVG
             */
            qr: string;
            /** Secret */
            secret: string;
        };
        /**
         * TrafficReport
         * @description What passed through one pair so far.
         */
        TrafficReport: {
            /** Over */
            over: boolean;
            /**
             * Tickets
             * @description of both sides, base64url: only the relay has seen the two
             */
            tickets: string[];
            /** To Host */
            to_host: number;
            /** To Technician */
            to_technician: number;
        };
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
        /**
         * WebhookList
         * @description Receivers, oldest first; `next` goes into `cursor` for what follows.
         */
        WebhookList: {
            /** Items */
            items: components["schemas"]["WebhookView"][];
            /** Next */
            next: string | null;
        };
        /**
         * WebhookView
         * @description A receiver. Times are ms since 1970.
         */
        WebhookView: {
            /** Created At */
            created_at: number;
            /** Enabled */
            enabled: boolean;
            /** Events */
            events: components["schemas"]["SessionEvent"][];
            /**
             * Failed
             * @description deliveries given up, of the last 30 days
             */
            failed: number;
            /** Id */
            id: string;
            /**
             * Queued
             * @description deliveries that wait
             */
            queued: number;
            /**
             * Rotated At
             * @description when its secret was renewed; the old one signs too for a day
             */
            rotated_at: number | null;
            /** Url */
            url: string;
        };
        /**
         * WebhookWithSecret
         * @description A receiver with its secret, which is shown this once.
         */
        WebhookWithSecret: {
            /** Created At */
            created_at: number;
            /** Enabled */
            enabled: boolean;
            /** Events */
            events: components["schemas"]["SessionEvent"][];
            /**
             * Failed
             * @description deliveries given up, of the last 30 days
             */
            failed: number;
            /** Id */
            id: string;
            /**
             * Queued
             * @description deliveries that wait
             */
            queued: number;
            /**
             * Rotated At
             * @description when its secret was renewed; the old one signs too for a day
             */
            rotated_at: number | null;
            /**
             * Secret
             * @description whsec_…, for any library of Standard Webhooks
             */
            secret: string;
            /** Url */
            url: string;
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
    listTokens: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewTokenView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                kind?: string[] | null;
                technician?: string;
                session?: string;
                /** @description ms since 1970 */
                since?: number | null;
                /** @description ms since 1970 */
                until?: number | null;
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lastAuditCheck: {
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
                    "application/json": components["schemas"]["AuditCheck"] | null;
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkAudit: {
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
                    "application/json": components["schemas"]["AuditCheck"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auditChoices: {
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
                    "application/json": components["schemas"]["AuditChoices"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auditCsv: {
        parameters: {
            query?: {
                kind?: string[] | null;
                technician?: string;
                session?: string;
                /** @description ms since 1970 */
                since?: number | null;
                /** @description ms since 1970 */
                until?: number | null;
                /** @description of the words */
                language?: "pt-BR" | "en" | "es";
                /** @description IANA name of the reader's time zone; empty: UTC */
                zone?: string;
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
                content?: never;
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCompany: {
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
                    "application/json": components["schemas"]["CompanyStandingView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeCompany: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyStandingView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setLogo: {
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
                    "application/json": components["schemas"]["LogoView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeLogo: {
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requireSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorPolicy"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmEmail: {
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listed_api_guide_opinions_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["OpinionList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    file_api_guide_opinions_file_csv_get: {
        parameters: {
            query?: {
                /** @description of the words */
                language?: "pt-BR" | "en" | "es";
                /** @description IANA name of the reader's time zone; empty: UTC */
                zone?: string;
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
                content?: never;
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tallied_api_guide_opinions_tallies_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["TallyList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    guides_api_guides_get: {
        parameters: {
            query?: {
                language?: "pt-BR" | "en" | "es";
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["GuideList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    guide_api_guides__slug__get: {
        parameters: {
            query?: {
                language?: "pt-BR" | "en" | "es";
            };
            header?: never;
            path: {
                slug: string;
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
                    "application/json": components["schemas"]["ArticleView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_opinion_api_guides__slug__opinions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOpinion"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCodecPack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sha256: string;
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
                content?: never;
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readInvitation: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptInvitation: {
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
                "application/json": components["schemas"]["AcceptRequest"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChange"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmMyself: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailChanged"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasskey"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    passkeyOptions: {
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
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setPicture: {
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
                    "application/json": components["schemas"]["PictureView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePicture: {
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeRecoveryCodes: {
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
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSecondFactors: {
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
                    "application/json": components["schemas"]["FactorsView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ownSignInHistory: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["AccountAccessReport"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSignIns: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["SignInList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOtherSignIns: {
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sign_in_id: string;
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpAcceptance"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offerTotp: {
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
                    "application/json": components["schemas"]["TotpOfferView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeTotp: {
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetRequest"];
            };
        };
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkPasswordReset: {
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choosePassword: {
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
                "application/json": components["schemas"]["ChooseRequest"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportTraffic: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrafficReport"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accountAccessReport: {
        parameters: {
            query?: {
                technician?: string;
                /** @description ms since 1970 */
                since?: number | null;
                /** @description ms since 1970 */
                until?: number | null;
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["AccountAccessReport"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accountAccessCsv: {
        parameters: {
            query?: {
                technician?: string;
                /** @description ms since 1970 */
                since?: number | null;
                /** @description ms since 1970 */
                until?: number | null;
                /** @description of the words */
                language?: "pt-BR" | "en" | "es";
                /** @description IANA name of the reader's time zone; empty: UTC */
                zone?: string;
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
                content?: never;
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remoteAccessReport: {
        parameters: {
            query?: {
                technician?: string;
                /** @description ms since 1970 */
                since?: number | null;
                /** @description ms since 1970 */
                until?: number | null;
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["RemoteAccessReport"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remoteAccessCsv: {
        parameters: {
            query?: {
                technician?: string;
                /** @description ms since 1970 */
                since?: number | null;
                /** @description ms since 1970 */
                until?: number | null;
                /** @description of the words */
                language?: "pt-BR" | "en" | "es";
                /** @description IANA name of the reader's time zone; empty: UTC */
                zone?: string;
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
                content?: never;
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signInWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyAnswer"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    passkeySignInOptions: {
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
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
                /** @description live: prepared and active */
                state?: components["schemas"]["Asked"];
                /** @description every word is in the customer's e-mail or name, the note or the PC's name, whatever its case and accents; or three and more digits, with or without spaces, are in the session's number */
                q?: string;
                /** @description only active sessions, whose host is so */
                presence?: components["schemas"]["Presence"] | null;
                /** @description pending: ended, and not yet confirmed */
                removal?: components["schemas"]["Removal"] | null;
                /** @description id: whose session it is */
                technician?: string | null;
                /** @description true: a PC was activated; false: none was */
                computer?: boolean | null;
                /** @description created then or later, ms since 1970 */
                since?: number | null;
                /** @description created before, ms since 1970 */
                until?: number | null;
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description the session that this key made before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    writeClosingNote: {
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
                "application/json": components["schemas"]["ClosingNoteRequest"];
            };
        };
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listColleagues: {
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
                    "application/json": components["schemas"]["Invitable"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteColleague: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                technician_id: string;
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                technician_id: string;
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askNewPassword: {
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
                "application/json": components["schemas"]["NewPasswordRequest"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawNewPassword: {
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignSession: {
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
                "application/json": components["schemas"]["AssignRequest"];
            };
        };
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTechnicians: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTechnician: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                technician_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                technician_id: string;
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
                    "image/webp": unknown;
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readUsage: {
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
                    "application/json": components["schemas"]["UsageView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
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
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhookRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedWebhookRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description most items in the answer */
                limit?: number;
            };
            header?: never;
            path: {
                webhook_id: string;
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
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendDeliveryAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
                delivery_id: string;
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
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
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
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
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
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description Refused; `code` says why */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now, or a fault of ours */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
