brand = Đối thoại
