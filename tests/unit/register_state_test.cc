// States of every era: the typed values they become, and the same bytes again.
#include "read/register_state.h"

#include <string>
#include <vector>

#include "catch.h"

using namespace bpflens;

namespace {

struct Line {
  Era era;
  std::string text;
};

// Lines of real logs, and of the kernel's format where no log is at hand.
const std::vector<Line> lines{
    {Era::A, " R1=ctx(id=0,off=0,imm=0) R10=fp0 fp-8=map_value"},
    {Era::B, " frame1: R1=ctx(id=0,off=0,imm=0) R10=fp0,call_-1 fp-8_r=inv fp-16=0"},
    {Era::C, " R0_w=invP(id=0,umax_value=255,var_off=(0x0; 0xff)) R1=invP5 R6_rwD=inv(id=0)"},
    {Era::C,
     " R8=pkt(id=2,off=14,r=13,umax_value=120,var_off=(0x0; 0x7c),s32_max_value=124,"
     "u32_max_value=124) fp-8=mmmm???? fp-16_w=ctx fp-24=inv-5 refs=2,3 cb"},
    {Era::C,
     " R3_w=mem(id=0,ref_obj_id=0,off=1,imm=0) R4=sock_or_null(id=2,ref_obj_id=2,off=0,imm=0)"},
    {Era::C, " R5=pkt(id=0,off=8,r=-2,imm=0) R6=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0)"},
    {Era::C,
     " R3_w=inv(id=0,smax_value=9223372032559808512,umax_value=18446744069414584320,"
     "var_off=(0x0; 0xffffffff00000000),s32_min_value=0,s32_max_value=0,u32_max_value=0)"},
    {Era::D,
     " R0=percpu_ptr_or_null_task(id=1,off=0,imm=0) R2=map_value(id=0,off=0,ks=4,vs=8,imm=1f)"},
    {Era::E, " R2_w=pkt(off=0,r=0,imm=0) R0=scalar() R1_w=P1 fp-8_w= fp-16=P fp-24=12"},
    {Era::E,
     " R1=Pscalar(id=7,umin=14,umax=15134,var_off=(0x0; "
     "0x3fff),s32_min=0,s32_max=16383,u32_max=-2)"},
    {Era::E, " R1=trusted_ptr_or_null_task_struct(id=2,ref_obj_id=2,non_own_ref,off=0,imm=0)"},
    {Era::E,
     " fp-16=dynptr_local(ref_id=2) fp-32=dynptr_skb "
     "fp-40=iter_num(ref_id=1,state=active,depth=0)"},
    {Era::F,
     " R2=scalar(id=2+875573296,smin=smin32=0,smax=umax=smax32=umax32=0xffba,var_off=(0x0; "
     "0xffff)) "
     "R3=scalar(id=1-4) R4_w=pkt(off=12409,r=0xfffffffffffffffe)"},
    {Era::F,
     " R0=map_value_or_null(id=9,map=cgrps.m,ks=4,vs=8) R7_w=fp[0]-16 R8=fp-8 R9=arena R10=fp0 "
     "fp-8=mmmm5 fp-16=????scalar(smin=smin32=-1,smax=0x7ffffffe) fp-24=?????m13107 fp-32=0"},
    {Era::F, " R1=rdonly_mem_or_null(id=2049,ref_obj_id=2048,sz=0x20000) R2=dynptr_ptr(type=skb)"},
    {Era::F, " fp-16_w=dynptr_ringbuf(id=1,ref_id=2,dynptr_id=1) fp-24=ffffffff refs=2 async_cb"},
    {Era::F,
     " R5=scalar(smin=umin=umin32=0x80000000,smax=umax=0xffffffff,smax32=-1,var_off=(0x80000000; "
     "0x7fffffff))"},
    {Era::F,
     " R1=fp(off=-64,smin=smin32=0,smax=umax=smax32=umax32=7,var_off=(0x0; 0x7)) R2=func()"},
    {Era::F,
     " R2=rcu_ptr_or_null_cgroup(id=10) R3=ptr_or_null_(id=3,ref_obj_id=3) R4=0x6874206f6c6c6568"},
    {Era::H,
     " R3=pkt(r=12340,imm=12340) R4=ptr_sock(id=3,parent_id=2) fp-16=dynptr_skb(id=1,parent_id=2) "
     "fp-32=iter_num(id=1,state=drained,depth=3) fp-40=pppp0000"},
};

RegisterState read(const std::string& text, Era era) { return parse_register(text, era); }

}  // namespace

TEST_CASE("a state prints again as the same bytes", "[register_state]") {
  for (const Line& line : lines) {
    INFO(line.text);
    const auto state = parse_state(line.text, line.era);
    REQUIRE(state);
    CHECK(state->unread.empty());
    for (const NamedRegister& named : state->registers)
      CHECK(named.state.type != RegisterType::Other);
    CHECK(print_state(*state, line.era) == line.text);
  }
}

TEST_CASE("a state betrays its era", "[register_state]") {
  for (const Line& line : lines) {
    INFO(line.text);
    const EraRange eras = eras_of_state(line.text);
    CHECK(eras.first <= line.era);
    CHECK(line.era <= eras.last);
  }
  CHECK(eras_of_state(" R0=inv2").last == Era::D);
  CHECK(eras_of_state(" R0_w=2").first == Era::E);
  CHECK(eras_of_state(" R0_w=2").last == Era::F);
  CHECK(eras_of_state(" R1=scalar(umax=4294967295,var_off=(0x0; 0xffffffff))").last == Era::E);
  CHECK(eras_of_state(" R1=ctx()").first == Era::F);
  CHECK(eras_of_state(" R1=pkt(off=8,r=8)").last == Era::G);
  CHECK(eras_of_state(" R1=pkt(r=8,imm=8)").first == Era::G);
  CHECK(eras_of_state(" fp-8=000020").first == Era::F);
  CHECK(eras_of_state(" R4=ptr_sock(id=3,parent_id=2)").first == Era::H);
}

TEST_CASE("missing bounds are rebuilt as they were", "[register_state]") {
  const Scalar byte =
      read("scalar(smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))", Era::F).scalar;
  CHECK(byte.range.umax32 == 255);
  CHECK(byte.range.smin == 0);
  CHECK(read("inv(id=0,umax_value=255,var_off=(0x0; 0xff))", Era::C).scalar == byte);
  CHECK(read("scalar(umax=255,var_off=(0x0; 0xff))", Era::E).scalar == byte);
  CHECK(read("inv(id=0)", Era::C).scalar == Scalar{});
  CHECK(read("scalar()", Era::F).scalar == Scalar{});

  const ScalarRange word =
      read("scalar(umax=4294967295,var_off=(0x0; 0xffffffff))", Era::E).scalar.range;
  CHECK(word.smin == 0);
  CHECK(word.smax == 4294967295);
  CHECK(word.smin32 == INT32_MIN);
  CHECK(word.umax32 == UINT32_MAX);

  const ScalarRange positive = read("inv(id=0,umin_value=2)", Era::C).scalar.range;
  CHECK(positive.smin == INT64_MIN);
  CHECK(positive.smax == INT64_MAX);
  CHECK(positive.umin == 2);
}

TEST_CASE("32-bit bounds keep their sign", "[register_state]") {
  const ScalarRange old = read("scalar(umin=14,umax=15134,u32_max=-2)", Era::E).scalar.range;
  CHECK(old.umax32 == 0xfffffffe);
  const ScalarRange grouped = read("scalar(smin32=0x80000001,smax32=-1)", Era::F).scalar.range;
  CHECK(grouped.smin32 == INT32_MIN + 1);
  CHECK(grouped.smax32 == -1);
}

TEST_CASE("bounds that contradict themselves survive", "[register_state]") {
  const std::string text = "inv(id=0,smin_value=5,smax_value=3,umin_value=7,umax_value=1)";
  const RegisterState state = read(text, Era::C);
  CHECK(is_impossible(state.scalar.range));
  CHECK(print_register(state, Era::C) == text);
}

TEST_CASE("what a register says becomes fields", "[register_state]") {
  const RegisterState packet = read("pkt(off=12409,r=0xfffffffffffffffe)", Era::F);
  CHECK(packet.packet_range == -2);
  CHECK(packet.offset == 12409);
  CHECK(constant_offset(packet) == 12409);
  CHECK(read("pkt(off=8,r=-2,imm=0)", Era::E).packet_range == -2);
  CHECK(constant_offset(read("pkt(r=12340,imm=12340)", Era::H)) == 12340);
  CHECK(constant_offset(read("map_value(off=0,ks=4,vs=8,imm=1f)", Era::E)) == 31);
  CHECK_FALSE(constant_offset(read("pkt(id=1,r=0,umax=9)", Era::F)));

  const RegisterState linked = read("scalar(id=1-4)", Era::F);
  CHECK(linked.id == 1);
  CHECK(linked.has_delta);
  CHECK(linked.delta == -4);

  const RegisterState task = read("untrusted_rcu_ptr_or_null_task_struct(id=2)", Era::F);
  CHECK(task.type == RegisterType::Btf);
  CHECK(task.type_name == "task_struct");
  CHECK(task.flags == (Untrusted | Rcu | OrNull));

  const RegisterState frame = read("fp[1]-16", Era::F);
  CHECK(frame.frame == 1);
  CHECK(frame.offset == -16);
  CHECK(read("fp0,call_-1", Era::B).callsite == -1);
  CHECK(read("inv", Era::A).type_only);
}

TEST_CASE("slots", "[register_state]") {
  const auto state = parse_state(" fp-8=mmmm5 fp-16=0000mmmm fp-24_r=map_value", Era::F);
  REQUIRE(state);
  const StackSlot* half = state->find_slot(-8);
  REQUIRE(half);
  CHECK(std::string(half->bytes.data(), 8) == "mmmmrrrr");
  REQUIRE(half->spill);
  CHECK(half->spill->scalar == constant_scalar(5));
  CHECK_FALSE(state->find_slot(-16)->spill);
  CHECK(state->find_slot(-24)->liveness == LiveRead);
  CHECK(state->find_slot(-24)->spill->type_only);
  CHECK(state->find_slot(-32) == nullptr);
}

TEST_CASE("unknown words keep the rest of the line", "[register_state]") {
  const std::string text = " R1=newtype(id=3,colour=7) R2=scalar(colour=7) R3=5 new=1 fp-8=wxyz";
  const auto state = parse_state(text, Era::I);
  REQUIRE(state);
  CHECK(state->find(1)->type == RegisterType::Other);
  CHECK(state->find(1)->type_name == "newtype(id=3,colour=7)");
  CHECK(state->find(2)->type == RegisterType::Other);
  CHECK(state->find(3)->scalar == constant_scalar(5));
  CHECK(state->unread == " new=1");
  CHECK(print_state(*parse_state(" R1=newtype(x=3) R3=5 fp-8=wxyz", Era::I), Era::I) ==
        " R1=newtype(x=3) R3=5 fp-8=wxyz");
}

// Found by state_fuzz: it was printed as "fp0=", which is no slot.
TEST_CASE("there is no slot at the frame pointer itself", "[register_state]") {
  CHECK(!parse_state(" fp-0=0000????", Era::H));
  const std::optional<VerifierState> state = parse_state(" R1=ctx() fp-0=mmmmmmmm", Era::H);
  REQUIRE(state);
  CHECK(state->slots.empty());
  CHECK(state->unread == " fp-0=mmmmmmmm");
}

TEST_CASE("other lines are not states", "[register_state]") {
  for (const char* text :
       {"", " ", " R2 invalid mem access 'inv'",
        " frame0: regs=r3 stack= before 31:", " (b7) r1 = 0", " safe", " R12=5", " fp-8", " R1"}) {
    INFO(text);
    CHECK_FALSE(parse_state(text, Era::F));
    CHECK_FALSE(parse_state(text, Era::Unknown));
  }
}

TEST_CASE("a line may be cut anywhere", "[register_state]") {
  for (const Line& line : lines)
    for (size_t length = 0; length < line.text.size(); ++length) {
      const auto state = parse_state(line.text.substr(0, length), line.era);
      if (state) print_state(*state, line.era);
    }
  const auto cut = parse_state(" R1=ctx() R2_w=pkt(id=0,of", Era::F);
  REQUIRE(cut);
  CHECK(cut->find(1)->type == RegisterType::Ctx);
  CHECK(cut->find(2)->type_name == "pkt(id=0,of");
}

TEST_CASE("a wrapped paste is typed all the same", "[register_state]") {
  CHECK(read("inv(id=0,umax_value=255,var_off=(0x0;     0xff))", Era::C) ==
        read("inv(id=0,umax_value=255,var_off=(0x0; 0xff))", Era::C));
}
