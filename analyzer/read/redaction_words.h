// What in a line is a path, a host, a user or an IP address.
#pragma once

#include <cstddef>
#include <string_view>

namespace bpflens {

// What paths, host names and numbers are made of.
bool is_word_character(char c);

// "HOST" in "Nov 22 19:21:43 HOST unit[123]: " or behind an ISO time; length 0: there is none.
struct SyslogPrefix {
  size_t length = 0;
  size_t host_begin = 0, host_length = 0;
};
SyslogPrefix syslog_prefix(std::string_view line);

// Where FILE begins in "; code @ FILE:12"; npos if there is none.
size_t begin_of_annotation(std::string_view line);

// Of what stands in quotes from `at` on, if it is a path and may have blanks; else 0.
size_t quoted_path_length(std::string_view line, size_t at);

// Where in a word a path begins; npos: nowhere.
size_t begin_of_path(std::string_view word, std::string_view before, bool is_code);

bool is_ipv4(std::string_view word);
size_t ipv4_length(std::string_view word);             // with a net behind it, or a full stop
size_t ipv6_length(std::string_view line, size_t at);  // 0: none begins there

bool is_user_at_host(std::string_view word);

// A host's name comes behind this: "--host ", "_HOSTNAME=".
bool names_host(std::string_view before);

}  // namespace bpflens
