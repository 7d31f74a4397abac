//! The token with which a shop's backend vouches for its customer.

use super::secret;
use crate::app::App;
use crate::people::guard::bearer;
use crate::problem::{Answer, Problem};
use axum::http::HeaderMap;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

/// What the token is for.
const AUDIENCE: &str = "cartnudge";
/// A token holds at most this long, in seconds.
pub const LONGEST: i64 = 3_600;
/// Clocks may differ so much, in seconds.
const LEEWAY: i64 = 60;

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: String,
    aud: String,
    iat: i64,
    exp: i64,
}

/// Refuses who isn't vouched for as this customer.
///
/// # Errors
/// 401: no token, one that doesn't hold; 403: another customer's.
pub async fn check(app: &App, headers: &HeaderMap, customer: &str) -> Answer<()> {
    let help = "have the shop's backend sign a token for its customer, and send it as `Authorization: Bearer`";
    let refused = |code: &'static str, detail: &str| Problem::unauthorized(code, detail, help);
    let token = bearer(headers).ok_or_else(|| refused("no_token", "nobody vouches for the customer"))?;
    let now = app.now() / 1_000;
    let mut claims = Err(refused("bad_token", "the token was signed with another secret"));
    for secret in secret::valid(app).await? {
        match read(token, &secret) {
            Ok(read) => claims = Ok(read),
            Err(ErrorKind::InvalidSignature) => continue,
            Err(ErrorKind::InvalidAudience) => {
                claims = Err(refused("wrong_audience", "the token's `aud` isn't `cartnudge`"));
            }
            Err(ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName) => {
                claims = Err(refused("wrong_algorithm", "the token isn't signed with HS256"));
            }
            Err(_) => claims = Err(refused("bad_token", "the token isn't a JWT with `sub`, `aud`, `iat` and `exp`")),
        }
        break;
    }
    let claims = claims?;
    if claims.exp <= now {
        return Err(refused("expired", "the token's time is over"));
    }
    if claims.iat > now + LEEWAY {
        return Err(refused("not_yet", "the token's time has not come: `iat` is in the future"));
    }
    if claims.exp.saturating_sub(claims.iat) > LONGEST {
        return Err(refused("too_long", "the token holds for longer than an hour"));
    }
    if claims.sub != customer {
        return Err(Problem::forbidden(
            "wrong_customer",
            "the token is another customer's",
            "ask for the customer that `sub` names",
        ));
    }
    Ok(())
}

fn read(token: &str, secret: &str) -> Result<Claims, ErrorKind> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["sub", "aud", "exp"]);
    // By the server's own clock, above.
    validation.validate_exp = false;
    let decoded = decode::<Claims>(token, &DecodingKey::from_secret(secret.as_bytes()), &validation);
    decoded.map(|decoded| decoded.claims).map_err(jsonwebtoken::errors::Error::into_kind)
}

/// A token as a shop's backend makes it; here for the demo shop's.
///
/// # Errors
/// It can't be signed.
pub fn sign(customer: &str, secret: &str, now: i64, seconds: i64) -> Answer<String> {
    let claims =
        Claims { sub: customer.to_owned(), aud: AUDIENCE.to_owned(), iat: now / 1_000, exp: now / 1_000 + seconds };
    encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(secret.as_bytes()))
        .map_err(|_| Problem::internal())
}
