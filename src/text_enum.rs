//! Enums that are a word everywhere: in Rust a variant, in the database, in forms, in exports
//! and in golden files one short code.
//!
//! The macro knows that the column is `Text`; it does not know which database runs.
//! Sentences for people are not here: they belong to `i18n/`, keyed by the code.

/// A code that no variant carries: an old file, a hand-edited row, a form somebody made up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?} is not a known {kind}")]
pub struct UnknownCode {
    /// The enum that was asked for, by its Rust name.
    pub kind: &'static str,
    /// What was found instead, as it stood.
    pub code: String,
}

/// Writes an enum whose variants each have one text code.
///
/// ```text
/// text_enum! {
///     /// How soon a difficulty must be handled.
///     pub enum Priority {
///         Normal = "normal",
///         Urgent = "urgent",
///     }
/// }
/// ```
///
/// It gets `ALL` (in the order written), `as_str`, `parse`, `FromStr`, `Display` (the code),
/// serde by the code, and is stored as text on every database that stores `str`. Two variants
/// with one code do not compile without a warning: the second is unreachable in `parse`.
macro_rules! text_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $code:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            ::diesel::expression::AsExpression, ::diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = ::diesel::sql_types::Text)]
        $vis enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        impl $name {
            /// Every variant, in the order in which they are written.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The code that is stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $code, )+
                }
            }

            /// The variant of exactly this code; `None` for anything else.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                match code {
                    $( $code => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::text_enum::UnknownCode;

            fn from_str(code: &str) -> ::std::result::Result<Self, Self::Err> {
                Self::parse(code).ok_or_else(|| $crate::text_enum::UnknownCode {
                    kind: stringify!($name),
                    code: code.to_owned(),
                })
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let code = <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)?;
                code.parse().map_err(::serde::de::Error::custom)
            }
        }

        impl<DB> ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            str: ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut ::diesel::serialize::Output<'b, '_, DB>,
            ) -> ::diesel::serialize::Result {
                <str as ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB>>::to_sql(
                    self.as_str(),
                    out,
                )
            }
        }

        impl<DB> ::diesel::deserialize::FromSql<::diesel::sql_types::Text, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            ::std::string::String:
                ::diesel::deserialize::FromSql<::diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> ::diesel::deserialize::Result<Self> {
                let code = <::std::string::String as ::diesel::deserialize::FromSql<
                    ::diesel::sql_types::Text,
                    DB,
                >>::from_sql(bytes)?;
                Ok(code.parse::<Self>()?)
            }
        }
    };
}

pub(crate) use text_enum;

#[cfg(test)]
mod tests {
    use diesel::prelude::*;
    use diesel::sql_types::{Nullable, Text};

    use super::UnknownCode;

    text_enum! {
        /// What comes out of a kiln.
        pub enum Ware {
            /// A bowl.
            Bowl = "bowl",
            TallVase = "tall_vase",
        }
    }

    diesel::table! {
        wares (id) {
            id -> Integer,
            ware -> Text,
            spare -> Nullable<Text>,
        }
    }

    #[derive(Debug, PartialEq, Insertable, Queryable, Selectable)]
    #[diesel(table_name = wares)]
    struct Row {
        id: i32,
        ware: Ware,
        spare: Option<Ware>,
    }

    /// Never called: that it compiles is the proof for the server database.
    #[expect(dead_code, reason = "compiling is the test")]
    fn the_other_database_takes_it_too(
        conn: &mut diesel::pg::PgConnection,
    ) -> QueryResult<Vec<Row>> {
        diesel::insert_into(wares::table)
            .values(Row {
                id: 1,
                ware: Ware::Bowl,
                spare: None,
            })
            .execute(conn)?;
        wares::table
            .filter(wares::ware.eq_any(Ware::ALL))
            .select(Row::as_select())
            .load(conn)
    }

    #[test]
    fn every_code_comes_back_as_its_variant() {
        for &ware in Ware::ALL {
            assert_eq!(Ware::parse(ware.as_str()), Some(ware));
            assert_eq!(ware.to_string().parse(), Ok(ware));
            let json = serde_json::to_string(&ware).unwrap();
            assert_eq!(json, format!("{:?}", ware.as_str()));
            assert_eq!(serde_json::from_str::<Ware>(&json).unwrap(), ware);
        }
    }

    #[test]
    fn an_unknown_code_says_what_was_asked_for() {
        assert_eq!(Ware::parse("Bowl"), None);
        let error = "jug".parse::<Ware>().unwrap_err();
        assert_eq!(
            error,
            UnknownCode {
                kind: "Ware",
                code: "jug".to_owned()
            }
        );
        assert_eq!(error.to_string(), r#""jug" is not a known Ware"#);
        assert!(serde_json::from_str::<Ware>(r#""jug""#).is_err());
    }

    #[test]
    fn it_is_stored_as_text_and_a_strange_row_is_an_error() {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        diesel::sql_query(
            "CREATE TABLE wares (id INTEGER PRIMARY KEY, ware TEXT NOT NULL, spare TEXT)",
        )
        .execute(&mut conn)
        .unwrap();
        let row = Row {
            id: 1,
            ware: Ware::TallVase,
            spare: Some(Ware::Bowl),
        };
        diesel::insert_into(wares::table)
            .values(&row)
            .execute(&mut conn)
            .unwrap();
        let stored: String = wares::table
            .filter(wares::ware.eq(Ware::TallVase))
            .select(diesel::dsl::sql::<Text>("ware"))
            .first(&mut conn)
            .unwrap();
        assert_eq!(stored, "tall_vase");
        assert_eq!(
            wares::table.select(Row::as_select()).first(&mut conn),
            Ok(row)
        );
        let spare: Option<Ware> = wares::table
            .select(diesel::dsl::sql::<Nullable<Text>>("spare"))
            .first(&mut conn)
            .unwrap();
        assert_eq!(spare, Some(Ware::Bowl));

        diesel::sql_query("UPDATE wares SET ware = 'jug'")
            .execute(&mut conn)
            .unwrap();
        assert!(
            wares::table
                .select(wares::ware)
                .first::<Ware>(&mut conn)
                .is_err()
        );
    }
}
