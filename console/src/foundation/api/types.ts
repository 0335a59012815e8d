/** Short names for the server's answers, from the generated description. Times are milliseconds since 1970. */
import type { components } from "./api.gen.ts";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type SupportSession = Schemas["SessionView"];
export type NewPasswordRequest = Schemas["NewPasswordView"];
export type Colleague = Schemas["ColleagueView"];
export type SessionList = Schemas["SessionList"];
export type Usage = Schemas["UsageView"];
export type Right = Schemas["Right"];
export type Role = Schemas["TechnicianView"]["role"];
export type Member = Schemas["MemberView"];
export type TeamInvitation = Schemas["InvitationView"];
export type InvitedTo = Schemas["InvitedView"];
export type ApiToken = Schemas["TokenView"];
export type NewApiToken = Schemas["NewTokenView"];
export type SecondFactors = Schemas["FactorsView"];
export type Passkey = Schemas["PasskeyView"];
export type TotpOffer = Schemas["TotpOfferView"];
export type RecoveryCodes = Schemas["RecoveryCodes"];
export type SignIn = Schemas["SignInView"];
export type SessionMail = Schemas["MailView"];
export type LanguageCode = SupportSession["customer_language"];
export type CompanyStanding = Schemas["CompanyStandingView"];
export type CompanyChange = Schemas["CompanyChange"];
export type Milestone = Schemas["Milestone"];
export type PersonName = Schemas["PersonView"];
export type AuditEntry = Schemas["AuditEntryView"];
export type AuditList = Schemas["AuditList"];
export type AuditChoices = Schemas["AuditChoices"];
export type AuditCheck = Schemas["AuditCheck"];
export type RemoteAccessReport = Schemas["RemoteAccessReport"];
export type RemoteAccessLine = Schemas["RemoteAccessLine"];
export type RemoteAccessTotals = Schemas["RemoteAccessTotals"];
export type AccountAccessReport = Schemas["AccountAccessReport"];
export type Webhook = Schemas["WebhookView"];
export type WebhookWithSecret = Schemas["WebhookWithSecret"];
export type WebhookEvent = Schemas["SessionEvent"];
export type Delivery = Schemas["DeliveryView"];
export type DeliveryList = Schemas["DeliveryList"];
export type ListedGuide = Schemas["ListedArticle"];

export type Guide = Schemas["ArticleView"];
export type GuideBlock = Schemas["BlockView"];
export type GuideSpan = Schemas["SpanView"];
export type NewOpinion = Schemas["NewOpinion"];
export type Opinion = Schemas["OpinionView"];
export type OpinionList = Schemas["OpinionList"];
export type OpinionTally = Schemas["TallyView"];

/** What *New session* sends. */
export interface NewSupportSession {
  customer_email: string;
  customer_name: string;
  language: LanguageCode;
  note: string;
  /** Ends this session in the same transaction. */
  end_first?: string;
}
