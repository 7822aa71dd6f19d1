"""Classes: attributes, methods, inheritance."""


class Animal:
    legs = 4
    kinds = []

    def __init__(self, name, *, loud=False):
        self.name = name
        self.loud = loud

    def speak(self):
        return "..."

    def hello(self, greeting="I am"):
        text = f"{greeting} {self.name}: {self.speak()}"
        return text.upper() if self.loud else text

    @property
    def title(self):
        return self.name.title()

    @staticmethod
    def add(a, b):
        return a + b

    @classmethod
    def make(cls, name):
        return cls(name + "!")


class Dog(Animal):
    def __init__(self, name, age=1):
        super().__init__(name, loud=age > 5)
        self.age = age

    def speak(self):
        return "woof " * self.age

    def __str__(self):
        return f"Dog({self.name})"

    def __len__(self):
        return self.age


class Puppy(Dog):
    legs = 3

    def speak(self):
        return super().speak().strip() + "?"


class Empty:
    """Nothing."""


class Flag:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        return self.value


def case_methods(event):
    return [Animal("cat").hello(), Dog("rex", 2).hello("This is"), Dog("old", 6).hello(),
            Puppy("bit").hello()]


def case_properties_and_class_attributes(event):
    dog, puppy = Dog("rex"), Puppy("bit")
    dog.legs = 2
    return [dog.title, dog.legs, Dog.legs, puppy.legs, Animal.legs, Animal.add(1, 2),
            dog.add(3, 4), Dog.make("x").name]


def case_class_attribute_is_shared(event):
    Animal.kinds.clear()
    Animal.kinds.append(1)
    return Dog("a").kinds


def case_str_len_bool(event):
    return [str(Dog("rex")), f"{Dog('rex')}", len(Dog("a", 3)), bool(Dog("a", 0)),
            bool(Flag(False)), not Flag(True), bool(Empty())]


def case_truth_of_instances_in_conditions(event):
    out = "yes" if Flag(False) else "no"
    if Flag(True) and not Flag(False):
        out += "!"
    return out


def case_equality(event):
    return [Dog("a", 2) == Dog("b", 2), Dog("a", 2) != Dog("b", 2), Dog("a", 2) == 2,
            Empty() == Empty(), Empty in [Dog, Empty]]


def case_identity_of_instances(event):
    one = Empty()
    other = one
    return [one is other, one is Empty(), one == other]


def case_isinstance_and_type(event):
    dog = Puppy("a")
    return [isinstance(dog, Animal), isinstance(dog, (str, Dog)), isinstance(Animal("x"), Dog),
            type(dog).__name__, dog.__class__.__name__, type(dog) == Puppy]


def case_missing_attribute(event):
    return Dog("a").wings


def case_set_property(event):
    dog = Dog("a")
    dog.title = "b"
    return dog.title


def case_arguments_to_an_empty_class(event):
    return Empty(1)


def case_getattr_hasattr(event):
    dog = Dog("a")
    return [hasattr(dog, "name"), hasattr(dog, "wings"), getattr(dog, "age"),
            getattr(dog, "wings", None), hasattr("x", "lower"), hasattr(event, "deep_get"),
            hasattr(event.get("none"), "get")]


def case_method_as_value(event):
    speak = Dog("a", 2).speak
    return [speak(), Dog.speak(Dog("b"))]


def case_attribute_of_a_class(event):
    class Local:
        value = event.get("a")

        def get(self):
            return self.value + Local.value

    return Local().get()


def case_class_made_in_a_loop(event):
    made = []
    for number in [1, 2]:
        class One:
            value = number

        made.append(One)
    return [one.value for one in made]


def case_instances_in_any(event):
    return any(dog.age == 2 for dog in [Dog("a"), Dog("b", 2)])


def case_instance_with_get_in_any(event):
    class Row:
        def get(self, name):
            return name * 2

    return any(row.get("x") == "xx" for row in [Row()])


def case_sorted_instances(event):
    return [dog.name for dog in sorted([Dog("a", 3), Dog("b", 1)], key=lambda dog: dog.age)]


def case_exception_with_attributes(event):
    class Failed(Exception):
        def __init__(self, code):
            self.code = code

    try:
        raise Failed(7)
    except Failed as error:
        return (error.code, error.args)


def case_multiple_inheritance(event):
    class Left:
        def who(self):
            return "left"

    class Right:
        def who(self):
            return "right"

        def other(self):
            return "other"

    class Both(Left, Right):
        pass

    return [Both().who(), Both().other()]


def case_super_through_three(event):
    class A:
        def run(self):
            return ["A"]

    return [Puppy("x", 2).speak(), A().run()]
