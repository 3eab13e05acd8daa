//! People who sign in.

pub mod create;
pub mod disable;
pub mod find;
pub mod introduce;
pub mod join;
pub mod passwords;
pub mod set_password;
pub mod set_role;
pub mod sign_in;
pub mod sign_in_with_key;
