// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

// Memory for a program of one thread that makes and forgets small things all day: free places are
// kept in a list for each size, and what was once taken from the system is never given back.
namespace {

constexpr std::size_t step = 16;
constexpr std::size_t sizes = 64;  // up to a kilobyte
constexpr std::size_t chunk_bytes = std::size_t{1} << 20;

struct Place {
    Place* next;
};
// Ahead of every place: its size class, 0 for one of the system.
constexpr std::size_t header_bytes = alignof(std::max_align_t);

Place* free_places[sizes + 1];
unsigned char* chunk = nullptr;
std::size_t chunk_left = 0;

unsigned char* from_system(std::size_t bytes) {
    auto* memory = static_cast<unsigned char*>(std::malloc(bytes));
    if (memory == nullptr) std::abort();
    return memory;
}

void* mark(unsigned char* memory, std::size_t size_class) {
    *reinterpret_cast<std::size_t*>(memory) = size_class;
    return memory + header_bytes;
}

void* take(std::size_t bytes) {
    const std::size_t size_class = (bytes + step - 1) / step;
    if (size_class > sizes) return mark(from_system(bytes + header_bytes), 0);
    if (Place* place = free_places[size_class]; place != nullptr) {
        free_places[size_class] = place->next;
        return place;
    }
    const std::size_t whole = size_class * step + header_bytes;
    if (chunk_left < whole) {
        chunk = from_system(chunk_bytes);
        chunk_left = chunk_bytes;
    }
    unsigned char* memory = chunk;
    chunk += whole;
    chunk_left -= whole;
    return mark(memory, size_class);
}

void give(void* at) {
    if (at == nullptr) return;
    auto* memory = static_cast<unsigned char*>(at) - header_bytes;
    const std::size_t size_class = *reinterpret_cast<std::size_t*>(memory);
    if (size_class == 0) return std::free(memory);
    auto* place = static_cast<Place*>(at);
    place->next = free_places[size_class];
    free_places[size_class] = place;
}

}  // namespace

void* operator new(std::size_t bytes) {
    return take(bytes == 0 ? 1 : bytes);
}
void* operator new[](std::size_t bytes) {
    return take(bytes == 0 ? 1 : bytes);
}
void operator delete(void* at) noexcept {
    give(at);
}
void operator delete[](void* at) noexcept {
    give(at);
}
void operator delete(void* at, std::size_t) noexcept {
    give(at);
}
void operator delete[](void* at, std::size_t) noexcept {
    give(at);
}
